// What the StatsD sink of HashiCorp's go-metrics can send. It packs for 0.1 s, and closing it sends
// nothing, so this waits for its last line.
package main

import (
	"os"
	"strings"
	"time"

	"github.com/hashicorp/go-metrics"
)

func main() {
	sink, err := metrics.NewStatsdSink("127.0.0.1:" + os.Args[1])
	if err != nil {
		panic(err)
	}
	labels := []metrics.Label{{Name: "endpoint", Value: "/orders"}}
	sink.AddSample([]string{"shop", "time"}, 12)
	sink.AddSample([]string{"shop", "time"}, 0.25)
	sink.AddSample([]string{"shop", "time"}, 3600000.1)
	sink.AddSampleWithLabels([]string{"shop", "time"}, 12, labels)
	sink.IncrCounter([]string{"shop", "hits"}, 1)
	sink.IncrCounter([]string{"shop", "hits"}, -2.5)
	sink.IncrCounterWithLabels([]string{"shop", "hits"}, 5, labels)
	sink.SetGauge([]string{"shop", "queue"}, 333)
	sink.SetGauge([]string{"shop", "queue"}, -3)
	sink.SetPrecisionGauge([]string{"shop", "queue"}, 0.1)
	sink.SetGauge([]string{"odd: name", "a|b"}, 1)
	sink.EmitKey([]string{"shop", "key"}, 7)
	sink.IncrCounter([]string{"shop", "last"}, 1)

	for deadline := time.Now().Add(20 * time.Second); !received("shop.last"); {
		if time.Now().After(deadline) {
			panic("the last line never came")
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// received tells whether the receiver has written a text.
func received(text string) bool {
	bytes, err := os.ReadFile(os.Getenv("CAPTURE_RECEIVED"))
	return err == nil && strings.Contains(string(bytes), text)
}
