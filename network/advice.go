// SPDX-License-Identifier: Apache-2.0

package network

// What to do about what [Examine] finds. docs/operations/runbook.md has a section for each, which has the same sentence.
const (
	doAway = "Ask that body whether its machine runs and is connected. While enough others are there they go on, and it catches up when it is back; " +
		"if it is lost, it is restored from its backup."
	doStill   = "Nothing is lost. When enough machines are back the ledger goes on by itself, and nothing has to be done at the others."
	doPutBack = "Run `linli up`: it empties the orderer's folder and has it join anew, because it could sign a block twice."
	doFull    = "Free some space on the disk: what has ended is started again by itself, and goes on where it was."
	doExpired = "Run `linli body renew` on that body's machine: its keys stay the same, so that nobody has to agree."
	doAsk     = "Run `linli body renew --requests DIR`, have your authority sign the requests in DIR, and run `linli body take DIR`."
	doRoot    = "A root cannot be renewed. Before it expires the others remove the body, and add it anew with other roots."
	doClock   = "Set the clock of the machine that differs from most others, best by NTP: peers and orderers refuse what is 15 minutes off."
	doBehind  = "Wait and look again: it gets the blocks that it has missed from the others. If they do not become fewer, read the log of its peer."
	doName    = "Run `linli body renew --host` on that body's machine with the name by which the others reach it, and agree on it by `linli change address`."
	doRemoved = "Export what there is, and keep the file. Ask the others why; if they add this body again, `linli body join` goes on where it was."
)

// Advice is every sentence of what to do about something that Examine finds between machines.
func Advice() []string {
	return []string{doAway, doStill, doPutBack, doFull, doExpired, doAsk, doRoot, doClock, doBehind, doName, doRemoved}
}
