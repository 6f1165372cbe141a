package sim

// tally is what one replication showed: cells by channel and interval of arrival, clocks
// by team and interval of the clock, and the quantiles of each channel's waits.
type tally struct {
	cells     []cell    // channel · intervals + interval
	clocks    []clock   // team · (intervals+1) + interval; the last is after the close and not reported
	wrapUps   []float64 // agent-seconds of wrap-up among the busy ones, likewise
	quantiles []float64 // channel · numQuantiles + quantile

	// Only where a channel is beyond calls that wait.
	extras []extra // as cells
	counts []int64 // flow or disposition · intervals + interval
}

func newTally(channels, teams, k int) tally {
	return tally{cells: make([]cell, channels*k), clocks: make([]clock, teams*(k+1)), wrapUps: make([]float64, teams*(k+1)), quantiles: make([]float64, channels*numQuantiles)}
}

// alike is a tally of the same shape.
func (t *tally) alike() tally {
	return tally{make([]cell, len(t.cells)), make([]clock, len(t.clocks)), make([]float64, len(t.wrapUps)), make([]float64, len(t.quantiles)),
		make([]extra, len(t.extras)), make([]int64, len(t.counts))}
}

func (t *tally) clear() {
	clear(t.cells)
	clear(t.clocks)
	clear(t.wrapUps)
	clear(t.extras)
	clear(t.counts)
}

// cell is what happened to the contacts of a channel that arrived in an interval.
type cell struct {
	offered         int64
	atOnce          int64 // answered without waiting
	answered        int64 // after waiting
	abandoned       int64
	blocked         int64 // busy signal
	redials         int64 // of those offered, attempts after the first
	waiting         int64 // when the simulation ended
	answeredWithin  int64 // after waiting at most T
	abandonedWithin int64
	waitAnswered    float64 // seconds
	waitAbandoned   float64
	waitWaiting     float64 // up to the close
	longest         float64 // wait
	handled         float64 // agent-seconds with those answered, wrap-up included
	wrappedUp       float64 // of them wrap-up
	// Contact-seconds waited in the interval by whoever waited in it: queue by those who
	// came or left in it, and those who stayed through it by the change of their
	// number at its start.
	queue   float64
	through int64
}

// clock is what the agents of a team did in an interval of the clock, in agent-seconds
// and seconds.
type clock struct {
	staffed, busy, allBusy float64 // all are busy too where nobody is on duty
	off                    float64 // seconds in which nobody is
	answered               int64   // contacts taken, each when it is first answered
	inHand                 float64 // contact-seconds, of teams that may have several in hand
}

// The figures of a contact cell that replications are averaged over.
const (
	offered = iota
	answered
	abandoned
	waiting
	answeredWithin
	notShort // offered - abandoned within T
	inTime   // answered or abandoned within T
	waitAnswered
	waitAll
	queueTime
	blocked
	redials
	queued // offered - blocked
	fresh  // offered - redials
	handled
	wrappedUp
	talked  // handled - wrappedUp
	longest // of a day the longest of its intervals, not their sum
	numContactFigures
)

// The ratios of sums made of them.
const (
	levelOffered = iota
	levelAnswered
	levelExcludingShort
	levelWaited
	meanAnswer
	meanOfAll
	shareAbandoned
	shareBlocked
	shareServed
	meanHandle
	meanTalk
	meanWrapUp
	numContactRatios
)

var contactRatios = []ratio{
	levelOffered:        {answeredWithin, offered},
	levelAnswered:       {answeredWithin, answered},
	levelExcludingShort: {answeredWithin, notShort},
	levelWaited:         {inTime, offered},
	meanAnswer:          {waitAnswered, answered},
	meanOfAll:           {waitAll, queued},
	shareAbandoned:      {abandoned, offered},
	shareBlocked:        {blocked, offered},
	shareServed:         {answered, fresh},
	meanHandle:          {handled, answered},
	meanTalk:            {talked, answered},
	meanWrapUp:          {wrappedUp, answered},
}

// The figures of a team's clock, and their ratios.
const (
	staffed = iota
	busy
	allBusy   // while anybody is on duty
	onDuty    // seconds in which anybody is
	scheduled // by the plan, whoever came
	taken     // contacts
	wrapping
	talking     // busy - wrapping
	inHand      // contact-seconds
	busyPlanned // busy, in intervals in which anybody is scheduled
	numClockFigures
)

const (
	occupied = iota
	utilized
	takenPerTime
	talkShare
	wrapShare
	concurrent
	withoutIdle
)

var clockRatios = []ratio{
	occupied:     {busy, staffed},
	utilized:     {busyPlanned, scheduled},
	takenPerTime: {taken, staffed},
	talkShare:    {talking, staffed},
	wrapShare:    {wrapping, staffed},
	concurrent:   {inHand, busy},
	withoutIdle:  {allBusy, onDuty},
}

// figures writes the cell's figures; through is how many contacts waited all through
// an interval of the given length.
func (c *cell) figures(x []float64, through int64, interval float64) {
	a := c.atOnce + c.answered
	x[offered] = float64(c.offered)
	x[answered] = float64(a)
	x[abandoned] = float64(c.abandoned)
	x[waiting] = float64(c.waiting)
	x[answeredWithin] = float64(c.atOnce + c.answeredWithin)
	x[notShort] = float64(c.offered - c.abandonedWithin)
	x[inTime] = float64(c.atOnce + c.answeredWithin + c.abandonedWithin)
	x[waitAnswered] = c.waitAnswered
	x[waitAll] = c.waitAnswered + c.waitAbandoned + c.waitWaiting
	x[queueTime] = c.queue + float64(through)*interval
	x[blocked] = float64(c.blocked)
	x[redials] = float64(c.redials)
	x[queued] = float64(c.offered - c.blocked)
	x[fresh] = float64(c.offered - c.redials)
	x[handled], x[wrappedUp], x[talked] = c.handled, c.wrappedUp, max(c.handled-c.wrappedUp, 0)
	x[longest] = c.longest
}

func (c *clock) figures(x []float64, plan, wrapUp, interval float64) {
	x[staffed], x[busy] = c.staffed, c.busy
	x[onDuty] = max(interval-c.off, 0)
	x[allBusy] = min(max(c.allBusy-c.off, 0), x[onDuty])
	x[scheduled], x[taken] = plan, float64(c.answered)
	x[inHand] = c.inHand
	if plan > 0 {
		x[busyPlanned] = c.busy
	} else {
		x[busyPlanned] = 0
	}
	x[wrapping], x[talking] = wrapUp, max(c.busy-wrapUp, 0)
}
