// What smira/go-statsd can send, in each of its ways to write tags. It packs by time, here for longer than
// this program takes to fill its datagrams; closing it before it is connected would send nothing.
package main

import (
	"bytes"
	"os"
	"time"

	"github.com/smira/go-statsd"
)

var clients []*statsd.Client

func main() {
	orders := statsd.StringTag("endpoint", "/orders")
	part(func(client *statsd.Client) {
		client.Timing("time", 12)
		client.PrecisionTiming("time", 250*time.Microsecond)
		client.PrecisionTiming("time", time.Nanosecond)
		client.PrecisionTiming("time", time.Hour)
	}, statsd.MetricPrefix("shop.api."))
	part(func(client *statsd.Client) {
		client.Incr("hits", 1)
		client.Decr("hits", 2)
		client.FIncr("hits", 2.5)
		client.FDecr("hits", 0.5)
	})
	part(func(client *statsd.Client) {
		client.Gauge("queue", 333)
		client.Gauge("queue", -3)
		client.FGauge("queue", 0.1)
		client.FGauge("queue", -0.5)
		client.GaugeDelta("queue", 4)
		client.GaugeDelta("queue", -10)
		client.FGaugeDelta("queue", 0.5)
		client.FGaugeDelta("queue", 1e21)
	})
	part(func(client *statsd.Client) {
		client.SetAdd("users", "user-42")
		client.SetAdd("users", "fe80::1")
	})
	for name, style := range map[string]*statsd.TagFormat{
		"influx":   statsd.TagFormatInfluxDB,
		"datadog":  statsd.TagFormatDatadog,
		"graphite": statsd.TagFormatGraphite,
		"okmeter":  statsd.TagFormatOkmeter,
	} {
		part(func(client *statsd.Client) {
			client.PrecisionTiming(name+".time", 250*time.Microsecond, orders, statsd.IntTag("status", 200))
			client.Incr(name+".hits", 1)
			client.Gauge(name+".queue", -3, orders)
			client.SetAdd(name+".users", "user-42", orders)
		}, statsd.TagStyle(style), statsd.DefaultTags(statsd.StringTag("env", "prod")))
		part(func(client *statsd.Client) {
			client.Incr(name+".tags", 1, statsd.StringTag("odd", "http://x"))
		}, statsd.TagStyle(style))
		part(func(client *statsd.Client) {
			client.Incr(name+".tags", 1, statsd.StringTag("odd", "a|b"))
		}, statsd.TagStyle(style))
	}

	for deadline := time.Now().Add(20 * time.Second); received() < len(clients); {
		if time.Now().After(deadline) {
			panic("not all was received")
		}
		time.Sleep(20 * time.Millisecond)
	}
	for _, client := range clients {
		client.Close()
	}
}

// part sends what fits into one datagram by a client of its own.
func part(send func(*statsd.Client), options ...statsd.Option) {
	options = append(options, statsd.FlushInterval(2*time.Second))
	client := statsd.NewClient("127.0.0.1:"+os.Args[1], options...)
	send(client)
	clients = append(clients, client)
}

// received tells how many datagrams the receiver has written, behind a line with its port.
func received() int {
	text, err := os.ReadFile(os.Getenv("CAPTURE_RECEIVED"))
	if err != nil {
		panic(err)
	}
	return bytes.Count(text, []byte{'\n'}) - 1
}
