/* libical, which Evolution, GNOME, KDE and Cyrus read with. */
#include <libical/ical.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static char *line(char *buffer, size_t size, void *file) { return fgets(buffer, (int)size, file); }

static void text(const char *value) {
    printf(", \"");
    for (const unsigned char *c = (const unsigned char *)(value ? value : ""); *c; c++)
        if (*c < 32 || *c == '"' || *c == '\\') printf("\\u%04x", *c);
        else putchar(*c);
    printf("\"");
}

static void when(struct icaltimetype t) {
    char told[32];
    if (t.is_date) snprintf(told, sizeof told, "%04d-%02d-%02d", t.year, t.month, t.day);
    else if (!t.zone) snprintf(told, sizeof told, "%s floating", icaltime_as_ical_string(t));
    else {
        time_t at = icaltime_as_timet_with_zone(t, t.zone);
        strftime(told, sizeof told, "%Y-%m-%dT%H:%M:%SZ", gmtime(&at));
    }
    text(told);
}

int main(int count, char **arguments) {
    FILE *file = count > 1 ? fopen(arguments[1], "r") : NULL;
    if (!file) return 2;
    icalparser *parser = icalparser_new();
    icalparser_set_gen_data(parser, file);
    icalcomponent *calendar = icalparser_parse(parser, line);
    if (!calendar || icalcomponent_count_errors(calendar)) return 1;
    const char *before = "[";
    for (icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT); event;
         event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT), before = ",\n") {
        printf("%s[\"%s\"", before, icalcomponent_get_uid(event));
        when(icalcomponent_get_dtstart(event));
        when(icalcomponent_get_dtend(event));
        text(icalproperty_status_to_string(icalcomponent_get_status(event)));
        text(icalcomponent_get_summary(event));
        text(icalcomponent_get_location(event));
        text(icalcomponent_get_description(event));
        printf("]");
    }
    printf("]\n");
    return 0;
}
