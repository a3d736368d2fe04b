// What cactus/go-statsd-client can send, in each of its ways to write tags.
package main

import (
	"os"
	"time"

	"github.com/cactus/go-statsd-client/v5/statsd"
)

// Enough tosses of the client's coin for one to fall the right way.
const tosses = 64

func main() {
	client := open(statsd.ClientConfig{Prefix: "shop.api"})
	extended := client.(statsd.ExtendedStatSender)
	orders := statsd.Tag{"endpoint", "/orders"}
	client.Timing("time", 12, 1)
	client.TimingDuration("time", 250*time.Microsecond, 1)
	client.TimingDuration("time", time.Nanosecond, 1)
	client.TimingDuration("time", time.Hour, 1, orders)
	client.Inc("hits", 1, 1)
	client.Dec("hits", 1, 1)
	client.Inc("hits", 5, 1, orders, statsd.Tag{"status", "2xx"})
	client.Gauge("queue", 333, 1)
	client.Gauge("queue", -3, 1)
	extended.GaugeFloat("queue", 0.1, 1)
	extended.GaugeFloat("queue", -0.5, 1)
	client.GaugeDelta("queue", 4, 1)
	client.GaugeDelta("queue", -10, 1)
	client.GaugeDelta("queue", 0, 1)
	extended.GaugeFloatDelta("queue", 0.5, 1)
	extended.GaugeFloatDelta("queue", -0.5, 1)
	client.Set("users", "user-42", 1)
	client.Set("users", "fe80::1", 1)
	client.SetInt("users", 42, 1)
	extended.SetFloat("users", 4.25, 1)
	client.Raw("raw.hits", "1|c", 1)
	for i := 0; i < tosses; i++ {
		client.Inc("sampled.hits", 5, 0.5)
		client.Timing("sampled.time", 12, 0.5, orders)
	}
	client.Inc("tags", 1, 1, statsd.Tag{"odd", "a|b"})
	client.Inc("tags", 1, 1, statsd.Tag{"odd", "a,b"})
	client.Inc("tags", 1, 1, statsd.Tag{"odd", ""})
	client.Close()

	for name, format := range map[string]statsd.TagFormat{
		"comma": statsd.InfixComma, "semicolon": statsd.InfixSemicolon,
	} {
		client := open(statsd.ClientConfig{TagFormat: format})
		client.Timing(name+".time", 12, 1, orders, statsd.Tag{"status", "2xx"})
		client.Inc(name+".hits", 1, 1)
		client.Inc(name+".tags", 1, 1, statsd.Tag{"odd", "http://x"})
		client.Inc(name+".tags", 1, 1, statsd.Tag{"odd", "a|b"})
		client.Close()
	}

	packed := open(statsd.ClientConfig{UseBuffered: true, FlushInterval: time.Hour})
	packed.Timing("packed.time", 12, 1, orders)
	packed.Inc("packed.hits", 1, 1)
	packed.Gauge("packed.queue", 333, 1)
	packed.Gauge("packed.queue", -3, 1)
	packed.Close()
}

func open(config statsd.ClientConfig) statsd.Statter {
	config.Address = "127.0.0.1:" + os.Args[1]
	client, err := statsd.NewClientWithConfig(&config)
	if err != nil {
		panic(err)
	}
	return client
}
