//go:build unix

package main

import (
	"syscall"
	"time"
)

// cpuTime is the time that the process has had of all cores: what others do on the machine is not in it.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return time.Duration(time.Now().UnixNano())
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
