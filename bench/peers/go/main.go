// klauspost's gzip and gjson: counts SageMaker's records. Arguments: folder, goroutines.
package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/klauspost/compress/gzip"
	"github.com/tidwall/gjson"
)

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	workers, err := strconv.Atoi(os.Args[2])
	check(err)
	paths := make(chan string, 64)
	var total atomic.Int64
	var group sync.WaitGroup
	for i := 0; i < workers; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			var plain bytes.Buffer
			for path := range paths {
				stored, err := os.ReadFile(path)
				check(err)
				reader, err := gzip.NewReader(bytes.NewReader(stored))
				check(err)
				plain.Reset()
				_, err = plain.ReadFrom(reader)
				check(err)
				gjson.GetBytes(plain.Bytes(), "Records").ForEach(func(_, record gjson.Result) bool {
					if record.Get("eventSource").Str == "sagemaker.amazonaws.com" {
						total.Add(1)
					}
					return true
				})
			}
		}()
	}
	check(filepath.WalkDir(os.Args[1], func(path string, entry fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".gz") {
			paths <- path
		}
		return err
	}))
	close(paths)
	group.Wait()
	fmt.Println(total.Load())
}
