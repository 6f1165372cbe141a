package sim

// CallBack is the offer to be called back instead of waiting. The zero CallBack: none.
//
// Who accepts leaves the line, has patience without end, and is called when its turn comes: at once
// where the place in the queue is kept, or else from the promised time on, with its place by arrival.
// A contact is offered it once. Its wait is that until it is called; it is answered, or, when nobody
// picks up, failed.
type CallBack struct {
	Accept   float64 // share that accepts; 0: none is offered
	After    float64 // seconds of waiting after which it is offered
	Estimate float64 // if above 0, instead: offered on arrival to who must expect to wait for longer (see below)
	Promise  Law     // time from accepting to the promised time; the zero Law: the place in the queue is kept
	Fails    float64 // share who do not pick up
	Ring     float64 // seconds an agent spends on a call that fails
}

// The wait that a contact must expect is the mean handle time, with wrap-up, times one more than those
// waiting in its channel, divided by the agents on duty with the skill, each of them counted whole (the
// queue-length estimator of Ibrahim and Whitt 2009, "Real-time delay estimation based on delay
// history", M&SOM 11, without abandonment).

func (b *CallBack) check(p *problems, path string) {
	p.add(!(b.Accept >= 0 && b.Accept <= 1), path+".accept", b.Accept, "must be 0 to 1")
	p.add(!(b.After >= 0 && b.After <= MaxSeconds), path+".after", b.After, "must be 0 to %g seconds", MaxSeconds)
	p.add(!(b.Estimate >= 0 && b.Estimate <= MaxSeconds), path+".estimate", b.Estimate, "must be 0 to %g seconds", MaxSeconds)
	p.add(b.After > 0 && b.Estimate > 0, path+".estimate", b.Estimate, "must be 0 where it is offered after a wait")
	b.Promise.check(p, path+".promise")
	p.add(!(b.Fails >= 0 && b.Fails <= 1), path+".fails", b.Fails, "must be 0 to 1")
	p.add(!(b.Ring >= 0 && b.Ring <= MaxSeconds), path+".ring", b.Ring, "must be 0 to %g seconds", MaxSeconds)
}
