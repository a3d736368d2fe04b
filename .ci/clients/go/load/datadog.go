package main

import "github.com/DataDog/datadog-go/v5/statsd"

// datadog adds nothing up before it sends, which it does by default, so that every sample can be told.
type datadog struct{ client *statsd.Client }

func openDatadog(address string) (sender, error) {
	client, err := statsd.New(address, statsd.WithoutClientSideAggregation())
	return datadog{client}, err
}

func (d datadog) send(s sample) error {
	var tags []string
	if s.key != "" {
		tags = []string{s.key + ":" + s.tag}
	}
	switch s.op {
	case "time":
		return d.client.TimeInMilliseconds(s.name, s.value, tags, s.rate)
	case "count":
		return d.client.Count(s.name, int64(s.value), tags, s.rate)
	case "gauge":
		return d.client.Gauge(s.name, s.value, tags, s.rate)
	case "set":
		return d.client.Set(s.name, s.text, tags, s.rate)
	case "histogram":
		return d.client.Histogram(s.name, s.value, tags, s.rate)
	}
	return unknown(s)
}

func (d datadog) close() error { return d.client.Close() }
