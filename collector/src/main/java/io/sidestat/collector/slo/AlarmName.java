package io.sidestat.collector.slo;

/**
 * What an alarm is called. Made by {@link AlarmNames}, so that each is there once.
 *
 * @param text for people; 1 to 255 printable ASCII characters, without quotes and backslashes
 * @param logicalId within a template: letters and digits, the first a letter
 */
record AlarmName(String text, String logicalId) {}
