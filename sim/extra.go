package sim

// extra is what a cell counts of channels beyond calls that wait: by interval of arrival, the clock's
// figures apart.
type extra struct {
	silent    int64 // answered, left silently
	carried   int64 // of those offered, in the opening backlog
	finished  int64 // work done
	onTime    int64 // by the deadline
	undue     int64 // not finished, not due either, when the simulation ended
	met       int64 // automation
	contained int64
	called    [3]int64 // call-backs offered, accepted, failed
	made      int64    // call-backs called
	dialled   int64    // by the time of dialling, as the next two
	connected int64
	right     int64

	duration float64 // seconds from the answer to the end, of the finished
	timeTo   float64 // from arrival to the end
	delay    float64 // from accepting a call-back to the call
	amount   float64 // of dispositions

	// Of the clock: contact-seconds in hand, like cell.queue, and what there is at the end of the interval.
	hand             float64
	through          int64
	backlog, overdue int64
	oldest           float64 // age, seconds
	records          int64   // never called

	// Of cases by the arrival of the first contact.
	opened, over, first, resolved, contacts int64
	known                                   int64 // it is known whether the first contact resolved it alone
	resolution                              float64
}

// The figures of a cell beyond those of every channel, in the same list.
const (
	silentLeft = numContactFigures + iota
	carried
	finished
	onTime
	dueAtAll // offered - undue
	notLate  // on time, or undue
	metBot
	containedBot
	callBackOffered
	callBackAccepted
	callBackFailed
	dialled
	connected
	rightParty
	durationTotal
	timeToTotal
	delayTotal
	callBackMade // accepted and called
	amountTotal
	handTime
	casesOpened
	casesOver
	casesFirst
	casesKnown
	casesResolved
	caseContacts
	resolutionTotal
	casesOpen
	// Of a day that of its last interval, not their sum.
	backlogEnd
	overdueEnd
	oldestEnd
	recordsEnd
	numAllFigures
)

// extraRatios follow contactRatios.
var extraRatios = append(append([]ratio(nil), contactRatios...),
	ratio{durationTotal, finished},
	ratio{onTime, dueAtAll},
	ratio{onTime, offered},
	ratio{notLate, offered},
	ratio{timeToTotal, finished},
	ratio{containedBot, metBot},
	ratio{delayTotal, callBackMade},
	ratio{casesFirst, casesKnown},
	ratio{casesResolved, casesOver},
	ratio{caseContacts, casesOver},
	ratio{resolutionTotal, casesResolved},
)

// The places of the extra ratios.
const (
	durationRatio = iota + numContactRatios
	onTimeRatio
	onTimeAtLeastRatio
	onTimeAtMostRatio
	timeToRatio
	containmentRatio
	delayRatio
	firstRatio
	resolvedRatio
	caseContactsRatio
	resolutionRatio
)

// figures writes the extra figures of a cell after those of c.
func (e *extra) figures(x []float64, c *cell, through int64, interval float64) {
	x[silentLeft] = float64(e.silent)
	x[carried] = float64(e.carried)
	x[finished] = float64(e.finished)
	x[onTime] = float64(e.onTime)
	x[dueAtAll] = float64(c.offered - e.undue)
	x[notLate] = float64(e.onTime + e.undue)
	x[metBot] = float64(e.met)
	x[containedBot] = float64(e.contained)
	x[callBackOffered] = float64(e.called[0])
	x[callBackAccepted] = float64(e.called[1])
	x[callBackFailed] = float64(e.called[2])
	x[dialled] = float64(e.dialled)
	x[connected] = float64(e.connected)
	x[rightParty] = float64(e.right)
	x[durationTotal] = e.duration
	x[timeToTotal] = e.timeTo
	x[delayTotal] = e.delay
	x[callBackMade] = float64(e.made)
	x[amountTotal] = e.amount
	x[handTime] = e.hand + float64(through)*interval
	x[casesOpened] = float64(e.opened)
	x[casesOver] = float64(e.over)
	x[casesFirst] = float64(e.first)
	x[casesKnown] = float64(e.known)
	x[casesResolved] = float64(e.resolved)
	x[caseContacts] = float64(e.contacts)
	x[resolutionTotal] = e.resolution
	x[casesOpen] = float64(e.opened - e.over)
	x[backlogEnd] = float64(e.backlog)
	x[overdueEnd] = float64(e.overdue)
	x[oldestEnd] = e.oldest
	x[recordsEnd] = float64(e.records)
}
