<?php
// sabre/vobject, which Nextcloud's and Baïkal's servers read with; 2.1.7 is what Debian ships.
error_reporting(E_ERROR);
require_once 'Sabre/VObject/autoload.php';

function when($property) {
    if ($property->getDateType() === Sabre\VObject\Property\DateTime::DATE) {
        return $property->getDateTime()->format('Y-m-d');
    }
    if ($property->getDateType() === Sabre\VObject\Property\DateTime::LOCAL) {
        return $property->getDateTime()->format('c') . ' floating';
    }
    return $property->getDateTime()->setTimezone(new DateTimeZone('UTC'))->format('Y-m-d\TH:i:s\Z');
}

$calendar = Sabre\VObject\Reader::read(file_get_contents($argv[1]));
$events = [];
foreach ($calendar->VEVENT as $event) {
    $told = [(string) $event->UID, when($event->DTSTART), when($event->DTEND)];
    foreach (['STATUS', 'SUMMARY', 'LOCATION', 'DESCRIPTION'] as $name) {
        $told[] = (string) $event->$name;
    }
    $events[] = $told;
}
echo json_encode($events), "\n";
