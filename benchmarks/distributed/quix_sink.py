"""The peer: the Elasticsearch sink of Quix Streams copies analysed documents. Words: brokers, topic, group, server, index, records.
Prints the seconds from the first record to the last answer of the server."""

import sys
import time

from elasticsearch import Elasticsearch
from quixstreams import Application
from quixstreams.sinks.community.elasticsearch import ElasticsearchSink

brokers, topic, group, server, index, records = sys.argv[1:]

# Asked at the start only; servers built for tests do not answer it.
Elasticsearch.info = lambda self: {}


class TimedSink(ElasticsearchSink):
    first = 0.0
    last = 0.0
    written = 0

    def add(self, *words, **named):
        if self.first == 0.0:
            self.first = time.monotonic()
        return super().add(*words, **named)

    def write(self, batch):
        super().write(batch)
        self.last = time.monotonic()
        self.written += batch.size


app = Application(
    broker_address=brokers,
    consumer_group=group,
    auto_offset_reset="earliest",
    commit_every=5000,
    loglevel="WARNING",
)
sink = TimedSink(url=server, index=index, document_id_setter=lambda item: item.value["id"])
frame = app.dataframe(app.topic(topic, value_deserializer="json"))
frame = frame.apply(lambda value: value["document"])
frame.sink(sink)
app.run(count=int(records))
if sink.written != int(records):
    sys.exit(f"wrote {sink.written} of {records}")
print(sink.last - sink.first)
