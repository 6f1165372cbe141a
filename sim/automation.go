package sim

// Automation is a bot or IVR in front of a channel's queue. The zero Automation: none.
//
// A share of the contacts meets it; it serves some of them to the end, who are counted as Contained, not
// as offered, and hands the others over to the queue, where they count from then on.
type Automation struct {
	Share    float64 // of the contacts that come of themselves and meet it
	Contains float64 // share of those whom it serves to the end
	Time     Law     // with it; the zero Law: none

	// While Queue or more contacts of the channel wait (a call deflected), Contains is Busy instead. Queue 0:
	// always Contains.
	Queue int
	Busy  float64

	HandleTime float64 // factor on the handle time of those handed over; 0: 1
}

func (a *Automation) check(p *problems, path string) {
	p.add(!(a.Share >= 0 && a.Share <= 1), path+".share", a.Share, "must be 0 to 1")
	p.add(!(a.Contains >= 0 && a.Contains <= 1), path+".contains", a.Contains, "must be 0 to 1")
	a.Time.check(p, path+".time")
	p.add(a.Queue < 0, path+".queue", a.Queue, "must be 0 or more")
	p.add(!(a.Busy >= 0 && a.Busy <= 1), path+".busy", a.Busy, "must be 0 to 1")
	p.add(!(a.HandleTime >= 0 && a.HandleTime <= 1e3), path+".handle_time", a.HandleTime, "must be above 0 and at most 1000, or 0 for 1")
}
