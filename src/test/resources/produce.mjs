// Publishes files as records with kafkajs and its default partitioner: broker, topic, key ('' for none), files.
import { readFileSync } from 'node:fs'
import { Kafka, logLevel } from 'kafkajs'

const [broker, topic, key, ...files] = process.argv.slice(2)
const producer = new Kafka({ brokers: [broker], logLevel: logLevel.ERROR }).producer()
await producer.connect()
await producer.send({ topic, messages: files.map((file) => ({ key: key || null, value: readFileSync(file) })) })
await producer.disconnect()
