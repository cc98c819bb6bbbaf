// node-ical, which MagicMirror reads with. It fetches the feed itself: with_node_ical.mjs URL.
import { createRequire } from "node:module";

const require = createRequire(process.env.NODE_FOLDER + "/");
const ical = require("node-ical");
const calendar = await ical.async.fromURL(process.argv[2]);

const two = (number) => String(number).padStart(2, "0");
const when = (date) =>
  date.dateOnly
    ? `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
    : date.toISOString().replace(".000Z", "Z");
const text = (value) => (value && typeof value === "object" ? value.val : value) ?? "";

const events = Object.values(calendar)
  .filter((component) => component.type === "VEVENT")
  .map((event) => [
    event.uid, when(event.start), when(event.end), event.status,
    text(event.summary), text(event.location), text(event.description),
  ]);
console.log(JSON.stringify(events));
