// Frontoffice sizes, simulates and pictures a contact center's day from one
// scenario file. See README.md for a tour and "frontoffice help" for commands.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	go func() {
		<-ctx.Done()
		stop() // a second Ctrl-C ends the process at once
		time.Sleep(3 * time.Second)
		fmt.Fprintln(os.Stderr, "frontoffice: interrupted before it was done: nothing was printed")
		os.Exit(exitFailed) // whatever cannot be interrupted, such as a read from a pipe; files are written whole or not at all
	}()
	os.Exit(run(ctx, os.Args, os.Stdin, os.Stdout, os.Stderr))
}
