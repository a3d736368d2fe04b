package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/smira/go-statsd"
)

// smira drops datagrams past the 10 that may wait by default, and all of them while it is not connected.
type smira struct{ client *statsd.Client }

func openSmira(address string) (sender, error) {
	client := statsd.NewClient(address, statsd.SendQueueCapacity(1000))
	deadline := time.Now().Add(20 * time.Second)
	for before := skipped(); skipped() == before; {
		if time.Now().After(deadline) {
			return nil, fmt.Errorf("never connected")
		}
		client.Incr("warmup", 1)
		time.Sleep(150 * time.Millisecond)
	}
	return smira{client}, nil
}

// skipped tells how many samples the collector has skipped, which it does with a warm-up.
func skipped() int64 {
	answer, err := http.Get("http://127.0.0.1:" + os.Args[4] + "/api/v1/status")
	check(err)
	defer answer.Body.Close()
	var status struct{ Ledger struct{ Skipped int64 } }
	check(json.NewDecoder(answer.Body).Decode(&status))
	return status.Ledger.Skipped
}

func (c smira) send(s sample) error {
	switch s.op {
	case "time":
		c.client.PrecisionTiming(s.name, millis(s.value))
	case "count":
		c.client.Incr(s.name, int64(s.value))
	case "gauge":
		c.client.Gauge(s.name, int64(s.value))
	case "step":
		c.client.GaugeDelta(s.name, int64(s.value))
	case "set":
		c.client.SetAdd(s.name, s.text)
	default:
		return unknown(s)
	}
	return nil
}

func (c smira) close() error { return c.client.Close() }
