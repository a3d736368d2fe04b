package main

import (
	"time"

	"github.com/hashicorp/go-metrics"
)

// goMetrics drops lines past the 4096 that may wait, packs for 0.1 s, and sends nothing when it is closed.
type goMetrics struct {
	sink *metrics.StatsdSink
	sent *int
}

const (
	linesAtOnce = 1000
	packing     = 300 * time.Millisecond
)

func openGoMetrics(address string) (sender, error) {
	sink, err := metrics.NewStatsdSink(address)
	return goMetrics{sink, new(int)}, err
}

func (g goMetrics) send(s sample) error {
	var labels []metrics.Label
	if s.key != "" {
		labels = []metrics.Label{{Name: s.key, Value: s.tag}}
	}
	if *g.sent++; *g.sent%linesAtOnce == 0 {
		time.Sleep(packing)
	}
	name := []string{s.name}
	switch s.op {
	case "time":
		g.sink.AddSampleWithLabels(name, float32(s.value), labels)
	case "count":
		g.sink.IncrCounterWithLabels(name, float32(s.value), labels)
	case "gauge":
		g.sink.SetGaugeWithLabels(name, float32(s.value), labels)
	default:
		return unknown(s)
	}
	return nil
}

func (g goMetrics) close() error {
	time.Sleep(packing)
	return nil
}
