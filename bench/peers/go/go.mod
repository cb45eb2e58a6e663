module bench

go 1.21

require (
	github.com/klauspost/compress v1.17.9
	github.com/tidwall/gjson v1.17.3
)
