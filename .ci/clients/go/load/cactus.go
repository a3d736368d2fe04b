package main

import (
	"time"

	"github.com/cactus/go-statsd-client/v5/statsd"
)

type cactus struct{ client statsd.Statter }

func openCactus(address string) (sender, error) {
	client, err := statsd.NewClientWithConfig(&statsd.ClientConfig{Address: address})
	return cactus{client}, err
}

func (c cactus) send(s sample) error {
	var tags []statsd.Tag
	if s.key != "" {
		tags = []statsd.Tag{{s.key, s.tag}}
	}
	rate := float32(s.rate)
	switch s.op {
	case "time":
		return c.client.TimingDuration(s.name, millis(s.value), rate, tags...)
	case "count":
		return c.client.Inc(s.name, int64(s.value), rate, tags...)
	case "gauge":
		return c.client.Gauge(s.name, int64(s.value), rate, tags...)
	case "step":
		return c.client.GaugeDelta(s.name, int64(s.value), rate, tags...)
	case "set":
		return c.client.Set(s.name, s.text, rate, tags...)
	}
	return unknown(s)
}

func (c cactus) close() error { return c.client.Close() }

func millis(value float64) time.Duration { return time.Duration(value * float64(time.Millisecond)) }
