// ical.js, which Thunderbird and Nextcloud read with. It knows no zone but those that the file declares.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(process.env.NODE_FOLDER + "/");
const loaded = require("ical.js");
const ICAL = loaded.default ?? loaded;
const calendar = new ICAL.Component(ICAL.parse(readFileSync(process.argv[2], "utf8")));

const when = (time) =>
  time.isDate
    ? time.toString()
    : time.zone === ICAL.Timezone.localTimezone
      ? time.toString() + " floating"
      : new Date(time.toUnixTime() * 1000).toISOString().replace(".000Z", "Z");

const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  const status = component.getFirstPropertyValue("status");
  return [event.uid, when(event.startDate), when(event.endDate), status, event.summary, event.location ?? "", event.description ?? ""];
});
console.log(JSON.stringify(events));
