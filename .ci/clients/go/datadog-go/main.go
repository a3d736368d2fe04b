// What DataDog's client for Go can send. Of itself it says nothing in its first 10 s.
package main

import (
	"math"
	"os"
	"os/exec"
	"time"

	"github.com/DataDog/datadog-go/v5/statsd"
)

// Enough tosses of the client's coin for one to fall the right way.
const tosses = 64

var instant = time.Unix(1656581400, 0)

func main() {
	if len(os.Args) > 2 {
		origin()
		return
	}
	samples()
	packed()
	aggregated()
	if err := exec.Command(os.Args[0], os.Args[1], "origin").Run(); err != nil {
		panic(err)
	}
}

func address() string { return "127.0.0.1:" + os.Args[1] }

// open makes a client that sends line by line, unless the options ask for more.
func open(options ...statsd.Option) *statsd.ClientDirect {
	all := append([]statsd.Option{
		statsd.WithoutTelemetry(),
		statsd.WithoutOriginDetection(),
		statsd.WithoutClientSideAggregation(),
		statsd.WithMaxMessagesPerPayload(1),
		statsd.WithWorkersCount(1),
		statsd.WithBufferFlushInterval(time.Hour),
	}, options...)
	client, err := statsd.NewDirect(address(), all...)
	if err != nil {
		panic(err)
	}
	return client
}

func samples() {
	orders := []string{"endpoint:/orders"}
	client := open(statsd.WithNamespace("shop.api"), statsd.WithTags([]string{"env:prod"}))
	client.Timing("time", 12*time.Millisecond, nil, 1)
	client.Timing("time", 250*time.Microsecond, nil, 1)
	client.Timing("time", time.Nanosecond, nil, 1)
	client.Timing("time", time.Hour, orders, 1)
	client.TimeInMilliseconds("time", 12.0000004, nil, 1)
	client.Incr("hits", nil, 1)
	client.Decr("hits", nil, 1)
	client.Count("hits", 5, []string{"endpoint:/orders", "status:2xx"}, 1)
	client.Gauge("queue", 333, nil, 1)
	client.Gauge("queue", 0.1, nil, 1)
	client.Gauge("queue", -3, nil, 1)
	client.Gauge("queue", 1e21, nil, 1)
	client.Gauge("queue", math.NaN(), nil, 1)
	client.Gauge("queue", math.Inf(1), nil, 1)
	client.Set("users", "user-42", nil, 1)
	client.Set("users", "fe80::1", nil, 1)
	client.Histogram("size", 1024, nil, 1)
	client.Histogram("size", -0.5, nil, 1)
	client.Distribution("latency", 12.5, orders, 1)
	client.DistributionSamples("latency", []float64{1, 2.5, -3}, orders, 1)
	for i := 0; i < tosses; i++ {
		client.Count("sampled.hits", 5, nil, 0.5)
		client.Timing("sampled.time", 12*time.Millisecond, orders, 0.5)
	}
	client.DistributionSamples("always.latency", []float64{1, 2}, nil, 0.5)
	for _, odd := range []string{"odd:http://x:80/?q=1", "odd:a|b", "odd:a,b", "odd:größe", "odd:", "bare"} {
		client.Incr("tags", []string{odd}, 1)
	}
	client.CountWithTimestamp("hits", 5, nil, 1, instant)
	client.GaugeWithTimestamp("queue", 333, orders, 1, instant)

	event := statsd.NewEvent("deployed", "version 1.2")
	event.Timestamp = instant
	event.AlertType = statsd.Warning
	event.Tags = []string{"service:shop"}
	client.Event(event)
	check := statsd.NewServiceCheck("shop.up", statsd.Critical)
	check.Hostname = "web-1"
	check.Message = "no answer"
	client.ServiceCheck(check)
	client.Close()
}

func packed() {
	client := open(statsd.WithMaxMessagesPerPayload(3))
	client.Timing("packed.time", 12*time.Millisecond, []string{"endpoint:/orders"}, 1)
	client.Incr("packed.hits", nil, 1)
	client.Gauge("packed.queue", 333, nil, 1)
	client.Close()
}

func aggregated() {
	client := open(statsd.WithExtendedClientSideAggregation(), statsd.WithAggregationInterval(time.Hour))
	orders := []string{"endpoint:/orders"}
	client.Count("aggregated.hits", 5, orders, 1)
	client.Count("aggregated.hits", 7, orders, 1)
	client.Gauge("aggregated.queue", 1, nil, 1)
	client.Gauge("aggregated.queue", 2, nil, 1)
	client.Set("aggregated.users", "user-42", nil, 1)
	client.Set("aggregated.users", "user-42", nil, 1)
	client.Timing("aggregated.time", 12*time.Millisecond, orders, 1)
	client.Timing("aggregated.time", 250*time.Microsecond, orders, 1)
	client.Histogram("aggregated.size", 1024, nil, 1)
	client.Histogram("aggregated.size", 1024, nil, 1)
	client.Distribution("aggregated.latency", 12.5, nil, 1)
	client.Distribution("aggregated.latency", -1, nil, 1)
	client.Close()
}

// origin needs a process of its own, for which the client keeps the container's id.
func origin() {
	os.Setenv("DD_EXTERNAL_ENV", "it-false,cn-shop")
	client := open(
		statsd.WithOriginDetection(),
		statsd.WithContainerID("0123abcd"),
		statsd.WithCardinality(statsd.CardinalityLow))
	client.Timing("origin.time", 12*time.Millisecond, []string{"endpoint:/orders"}, 1)
	client.GaugeWithTimestamp("origin.queue", 333, nil, 1, instant)
	client.Close()
}
