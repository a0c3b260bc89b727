// SPDX-License-Identifier: Apache-2.0

package network

import (
	"bytes"
	"io"
	"os"
	"strings"
)

const (
	fullDisk = 16 << 20 // bytes free below which processes cannot go on: their databases and logs write more at once
	lowDisk  = spaceForNetwork
)

// askDisk says whether the disk is full or soon will be, and which processes it has stopped or keeps from writing.
func (n *Network) askDisk(s *Status) {
	free, err := freeSpace(n.Dir())
	if err != nil {
		s.warn("the free space of %s cannot be read: %v", n.Dir(), err)
		return
	}
	s.FreeBytes = free
	suffering := n.suffering(s, free < fullDisk)
	switch {
	case free < fullDisk:
		s.warn("the disk of %s is full: %d kB are free; %s; free some space, and the supervisor starts what has ended again",
			n.Dir(), free>>10, affected(suffering, "peers, orderers and the body's server cannot write"))
	case len(suffering) > 0:
		s.warn("the disk of %s was full: %s; %d MB are free now", n.Dir(), affected(suffering, ""), free>>20)
	case free < lowDisk:
		s.warn("the disk of %s is nearly full: %d MB are free; free some space before peers and orderers stop", n.Dir(), free>>20)
	}
}

func affected(processes []string, unknown string) string {
	if len(processes) == 0 {
		return unknown
	}
	return strings.Join(processes, ", ") + " could not write"
}

// suffering are the processes that a full disk has ended: those that do not run and whose log's end tells of it; while it is full, when
// a log may not even say so, all that do not run or had to be started again.
func (n *Network) suffering(s *Status, full bool) []string {
	var names []string
	for _, p := range s.Processes {
		if s.Running && full && (!p.Alive || p.Restarts > 0) || !p.Alive && saysFull(n.log(p.Name)) {
			names = append(names, p.Name)
		}
	}
	return names
}

// logEnd is how much of a log is looked at, in bytes.
const logEnd = 64 << 10

// saysFull says whether a log's end tells of a full disk, as the system words it.
func saysFull(path string) bool {
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	if info, err := file.Stat(); err == nil && info.Size() > logEnd {
		if _, err := file.Seek(-logEnd, io.SeekEnd); err != nil {
			return false
		}
	}
	end, err := io.ReadAll(io.LimitReader(file, logEnd))
	return err == nil && bytes.Contains(end, []byte("no space left on device"))
}
