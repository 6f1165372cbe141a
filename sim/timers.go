package sim

// timers is what will happen to contacts that no agent's work brings about: a binary heap, each
// contact in it at most once, apart from its deadline, and removable (Knuth, The Art of Computer
// Programming 3, 5.2.3).
type timers struct {
	heap []timer
	pos  []int32 // where each contact is in the heap, and where its deadline is; -1 for nowhere
}

type timer struct {
	at   float64
	kind timerKind
	id   int32 // of the contact
}

// timerKind is what happens. At equal times they come in this order.
type timerKind int32

const (
	talkEnds timerKind = iota // the line is free; before an arrival at the same time, the others after it
	redialled
	followsUp
	comesDue
	handedOver
	ringEnds
	dialsAgain
	calledBack
	mayCallBack
	routeOpens
	patienceEnds
)

func (a *timer) before(b *timer) bool {
	if a.at != b.at {
		return a.at < b.at
	}
	return a.kind < b.kind || a.kind == b.kind && a.id < b.id
}

func (t *timers) clear() { t.heap, t.pos = t.heap[:0], t.pos[:0] }

// key is where the place of a timer is kept.
func (x *timer) key() int32 {
	if x.kind == comesDue {
		return 2*x.id + 1
	}
	return 2 * x.id
}

// set sets the contact's only timer, or its deadline.
func (t *timers) set(x timer) {
	key := x.key()
	for len(t.pos) <= int(key) {
		t.pos = append(t.pos, -1)
	}
	if i := t.pos[key]; i >= 0 {
		t.move(int(i), x)
		return
	}
	t.heap = append(t.heap, x)
	t.up(len(t.heap)-1, x)
}

// cancel removes the contact's timer, if it has one; not its deadline.
func (t *timers) cancel(id int32) {
	if len(t.heap) > 0 {
		t.remove(2 * id)
	}
}

func (t *timers) remove(key int32) {
	if int(key) >= len(t.pos) || t.pos[key] < 0 {
		return
	}
	i := int(t.pos[key])
	t.pos[key] = -1
	last := len(t.heap) - 1
	x := t.heap[last]
	t.heap = t.heap[:last]
	if i < last {
		t.move(i, x)
	}
}

// move puts a timer in the place of another and moves it to where it belongs.
func (t *timers) move(i int, x timer) {
	if i > 0 && x.before(&t.heap[(i-1)/2]) {
		t.up(i, x)
	} else {
		t.down(i, x)
	}
}

func (t *timers) up(i int, x timer) {
	heap, pos := t.heap, t.pos
	for i > 0 {
		p := (i - 1) / 2
		if !x.before(&heap[p]) {
			break
		}
		heap[i] = heap[p]
		pos[heap[p].key()] = int32(i)
		i = p
	}
	heap[i] = x
	pos[x.key()] = int32(i)
}

func (t *timers) down(i int, x timer) {
	heap, pos := t.heap, t.pos
	for {
		c := 2*i + 1
		if c >= len(heap) {
			break
		}
		if c+1 < len(heap) && heap[c+1].before(&heap[c]) {
			c++
		}
		if !heap[c].before(&x) {
			break
		}
		heap[i] = heap[c]
		pos[heap[c].key()] = int32(i)
		i = c
	}
	heap[i] = x
	pos[x.key()] = int32(i)
}
