// Sends what a script says by one of the clients for Go: load CLIENT SCRIPT PORT ADMIN.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// sample is a line of a script.
type sample struct {
	op, name, text string
	value, rate    float64
	key, tag       string
}

// sender sends a sample by some client.
type sender interface {
	send(sample) error
	close() error
}

func main() {
	name, script, port := os.Args[1], os.Args[2], os.Args[3]
	openers := map[string]func(address string) (sender, error){
		"datadog-go":              openDatadog,
		"cactus-go-statsd-client": openCactus,
		"smira-go-statsd":         openSmira,
		"go-metrics":              openGoMetrics,
	}
	client, err := openers[name]("127.0.0.1:" + port)
	check(err)
	file, err := os.Open(script)
	check(err)
	for lines := bufio.NewScanner(file); lines.Scan(); {
		check(client.send(parse(lines.Text())))
	}
	check(client.close())
}

func parse(line string) sample {
	fields := strings.Split(line, "\t")
	s := sample{op: fields[0], name: fields[1], text: fields[2], key: fields[4], tag: fields[5]}
	var err error
	s.rate, err = strconv.ParseFloat(fields[3], 64)
	check(err)
	if s.op != "set" {
		s.value, err = strconv.ParseFloat(s.text, 64)
		check(err)
	}
	return s
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func unknown(s sample) error { return fmt.Errorf("no such operation: %s", s.op) }
