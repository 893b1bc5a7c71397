package dev.almanac.planted.calendar;

import dev.almanac.planted.kafka.BaseRecords;

/// The vendor's API must know no Kafka.
record WrongWay(BaseRecords[] records) {}
