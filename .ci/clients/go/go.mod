module io.sidestat/capture

go 1.19

require (
	github.com/DataDog/datadog-go/v5 v5.9.1
	github.com/cactus/go-statsd-client/v5 v5.1.0
	github.com/hashicorp/go-metrics v0.5.4
	github.com/smira/go-statsd v1.3.4
)

require (
	github.com/Microsoft/go-winio v0.5.0 // indirect
	github.com/hashicorp/go-immutable-radix v1.0.0 // indirect
	github.com/hashicorp/golang-lru v0.5.0 // indirect
	golang.org/x/sys v0.0.0-20210603081109-ebe580a85c40 // indirect
)
