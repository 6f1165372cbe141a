package erlang

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Exact sums over the queue lengths to 60 digits with mpmath 1.3; a wait beyond T is that of a beta law
// (an Erlang law for kappa = 0) for each number found waiting. 0: not computed.
var linesCases = []struct {
	n, a, kappa                 float64
	lines                       int
	within                      float64
	blocked, waits, queue       float64
	patientLater, answeredLater float64
}{
	{1000, 2000, 0, 1500, 0.4, 0.5, 0.5, 499.0, 0.49999945559231588664, 0.49999945559231588664},
	{1150, 3532, 0, 1632, 0.3, 0.67440543601359003398, 0.32559456398640996602, 481.51721242653232578, 0.32559456398561044312, 0.32559456398561044312},
	{10000, 12000, 0, 11000, 0.1, 0.16666666666666666667, 0.83333333333333333333, 995.0, 0.36206015486419053192, 0.36206015486419053192},
	{5, 100, 0, 2000, 390, 0.95, 0.05, 1994.9473684210526316, 0.042145536879677882422, 0.042145536879677882422},
	{10000, 30000, 0, 20000, 1, 0.66666666666666666667, 0.33333333333333333333, 9999.5, 0, 0},
	{100000, 130000, 0, 110000, 0.1, 0.23076923076923076923, 0.76923076923076923077, 9996.6666666666666667, 0, 0},
	{1000000, 1200000, 0, 1100000, 0.1, 0.16666666666666666667, 0.83333333333333333333, 99995.0, 0, 0},
	{100000, 300000, 0, 200000, 1, 0.66666666666666666667, 0.33333333333333333333, 99999.5, 0, 0},
	{31, 58.5, 77.06, 33, 0.655, 0.061856970997029872841, 0.55731530693689578439, 0.31945689021577205921, 9.6638086672251093108e-10, 3.3276304177298352601e-32},
	{2, 0.21, 109.6, 4, 0.455, 3.1970902314867273151e-8, 0.01793007367861583918, 0.000033739958909623261781, 0.0072175363558955374523, 2.8468039364491487798e-26},
	{100, 102, 0.5, 150, 0.1, 0.00022216459393584630256, 0.68583727977893608824, 8.7091895867780598874, 0.38037574224642044183, 0.34513244708720844084},
	{3, 50, 0, 4, 0.3, 0.9400732625415549985, 0.05640439575249329991, 0.9400732625415549985, 0.022932315988965295509, 0.022932315988965295509},
	{176, 4965.35, 0.0009725, 177, 0.0003658, 0.96455443502835237541, 0.034189436513876780228, 0.96455443502835237541, 0.032057652502468597759, 0.032057463962562434855},
	{134, 103.835, 0.002817, 412, 2.081, 4.4725396136778775037e-35, 0.0027730697291735873624, 0.0095385397497943718769, 7.8996202803684337549e-31, 7.8527285828515970424e-31},
	{103, 221.846, 49.41, 230, 0.06627, 2.261343592754767956e-136, 0.90195064422480958084, 2.4089266177508717372, 0.0099132697420002871405, 0.00025004694849132473277},
	{9, 6.47149, 0.0001238, 11, 0.0458, 0.04455910141312961802, 0.14815555121722246069, 0.15108893067281025312, 0.1150225959546189702, 0.11501979715448432404},
	{5, 2.66754, 0.0005892, 24, 7.693, 4.8287031514193880229e-7, 0.1617695010103853259, 0.18484543362807949652, 6.5711176369673143995e-10, 6.54014881799600215e-10},
	{14, 12.2544, 0, 63, 13.32, 0.000097951702102767825388, 0.53520662510962160111, 3.7235445916413777049, 1.7166889462960323122e-37, 1.7166889462960323122e-37},
	{6, 1.74555, 5.187, 11, 0.1714, 3.2973781806434654623e-8, 0.0080595129291250070186, 0.001329753786144772848, 0.0031932145950791536979, 0.00068964109966898823018},
	{119, 15.0125, 0, 122, 0.1004, 1.0828519805881484206e-66, 6.1594777933598692587e-64, 8.8454353563704911571e-65, 1.3882034995658911517e-68, 1.3882034995658911517e-68},
	{29, 139.005, 33.0, 229, 0.1535, 5.0187696592055844347e-254, 0.9857330627361216878, 3.334023860818786675, 0.042555713956927361405, 0.00012499904960425280645},
	{1, 0.130005, 0.2512, 2, 0.07566, 0.011812783428699998969, 0.1136891244643624275, 0.011812783428699998969, 0.10540475458797335204, 0.082656946028983655365},
	{0.64, 0.518436, 0.0004969, 34, 0.3064, 0.00010213698569156556271, 0.85038753297353464781, 3.4847609421508051745, 0.81875527852326410664, 0.81541766861740156463},
	{2.682, 0.826112, 0, 157, 0.5957, 1.1069352676450721194e-80, 0.091766681226770169527, 0.040848131224303166525, 0.030377335893418130848, 0.030377335893418130848},
	{137, 3925.98, 0.02123, 139, 0.003771, 0.96509364565035513646, 0.034863853673691042612, 1.9638753914261039242, 0.031178996686431174842, 0.031168557985448277036},
	{13, 13.4591, 0, 17, 0.0004569, 0.12545395326345063579, 0.46045751323355847799, 1.2124711241791496479, 0.45980887321212766063, 0.45980887321212766063},
	{5, 25.7647, 0, 55, 0.01014, 0.80593602875251798957, 0.19406397124748201043, 49.759206730653464789, 0.19406397124748201043, 0.19406397124748201043},
	{8, 0.827054, 0.07384, 52, 1.33, 3.1337098080600022609e-53, 2.6451424548071030758e-6, 3.0119108928114263831e-7, 1.7863310693000876349e-10, 1.6029480354356676662e-10},
	{47, 73.0523, 0.02433, 143, 0.008029, 0.32534110629425540277, 0.67465889370574459488, 93.9327538290245629, 0.67465889370574459428, 0.64337467814155061783},
	{2, 40.1489, 0.0009218, 241, 0.3431, 0.94469945026339707079, 0.055300549736602929212, 238.94146378812890015, 0.055300549736602929212, 0.049814565280742439271},
	{276, 542.092, 0, 301, 0.02878, 0.49086132989918740162, 0.50913864641639061081, 23.962764810966145516, 0.5090884708004184015, 0.5090884708004184015},
	{1.239, 1.09798, 0.01505, 204, 270.7, 8.7867353272266540446e-78, 0.82413695295307418227, 3.4497173775432637897, 4.1992544910387224469e-116, 7.0553720878244737306e-118},
	{3, 18.5655, 120.7, 347, 0.002444, 1.9260818811447055384e-1005, 0.86592245932417689277, 0.13019010775544850298, 0.86036546369955035453, 0.014708130535930094574},
	{5, 0.578366, 0, 15, 0.4592, 1.2971060127909131346e-13, 0.00034200714902322649253, 0.000044735793600683687401, 0.00004489908000998526478, 0.00004489908000998526478},
	{291, 2915.61, 8.315, 573, 0.0002762, 0.11501779760195454649, 0.88498220239804545351, 275.31725305276795602, 0.88498220239804545351, 0.099807587434533420894},
	{12, 34.6906, 0.000416, 30, 0.008187, 0.65387546490775892664, 0.34612453344578777112, 17.470671643314748026, 0.34612453308868923663, 0.3459150296669093543},
	{5, 0.838764, 42.49, 182, 0.003008, 4.1533271841894823931e-628, 0.0015223435143470274217, 0.000026913747561475813057, 0.0014999898596659905911, 0.00013796337458267863091},
	{5, 0.87668, 0, 35, 0.1083, 3.7186382959768228989e-26, 0.0021775797167091518613, 0.0004629862795137363321, 0.0013932769385928610352, 0.0013932769385928610352},
	{2.611, 12.6187, 23.9, 4, 0.0625, 0.27826049753294044712, 0.58460570820257107157, 0.27826049753294044712, 0.49658274039241288038, 0.0109810786112243124},
}

// Above capacity, with few and many lines, and with hardly anybody left to wait.
func TestFiniteLinesExactSums(t *testing.T) {
	for _, c := range linesCases {
		s := finiteLines(c.n, c.a, c.kappa, c.lines, c.within)
		for _, f := range []struct {
			what      string
			got, want float64
		}{
			{"blocked", s.blocked, c.blocked}, {"waits", s.pWait, c.waits},
			{"queue", c.a * (s.answeredWait + s.abandonedWait), c.queue},
			{"patient later", s.patientLater, c.patientLater}, {"answered later", s.answeredLater, c.answeredLater},
		} {
			if f.want > 1e-290 {
				near(t, f.what, f.got, f.want, tail(f.want))
			}
		}
	}
}

// Without patience the queue lengths are a geometric series cut at m: with x = |ln(a/n)|, M = m+1 and
// f(u) = 1/(e^u - 1), their mean from the fuller end is f(x) - M f(Mx).
func TestFiniteLinesGeometric(t *testing.T) {
	for _, m := range []float64{1, 2, 5, 100, 1e4, 1e6, 1e7, 1e9} {
		for _, n := range []float64{1, 10, 1e4} {
			for _, above := range []float64{1e-5, 1e-3, .1, 1, 1000, -1e-5, -1e-3} {
				a := n * (1 + above)
				x := math.Abs(math.Log1p((a - n) / n))
				room := (m + 1) * x
				mean := 1/math.Expm1(x) - (m+1)/math.Expm1(room)
				if room < .1 { // f(u) = 1/u - 1/2 + u/12 - u^3/720 + u^5/30240
					h := func(u float64) float64 { return u / 12 * (1 - u*u/60*(1-u*u/42)) }
					mean = m/2 - (m+1)*h(room) + h(x)
				}
				sum := math.Expm1(-room) / math.Expm1(-x)
				free := 1/B(n, a) - 1
				blocked := math.Exp(-m*x) / (free + sum)
				queue := mean * sum / (free + sum)
				if a > n {
					z := free*math.Exp(-m*x) + sum
					blocked, queue = 1/z, (m-mean)*sum/z
				}
				start := time.Now()
				s := finiteLines(n, a, 0, int(n+m), 0)
				if took := time.Since(start); took > time.Second {
					t.Errorf("%v agents, load %v, %v places: %v", n, a, m, took)
				}
				near(t, "queue", a*s.answeredWait, queue, closedForm)
				if blocked > 1e-290 {
					near(t, "blocked", s.blocked, blocked, tail(blocked))
				}
			}
		}
	}
}

// Any number of lines is answered soon, and with patience more lines than are ever filled change nothing.
func TestFiniteLinesWithoutEnd(t *testing.T) {
	for _, c := range [][3]float64{{10, 9, 0}, {10, 12, .5}, {1, 1e4, 1e-6}, {10, 10, 0}, {10, 10, 1e-12}, {1e6, 1.2e6, 1e-6}, {.5, 9, 0}, {10, 12, 1e-12}, {.186, 9e10, 2e-24}} {
		for _, lines := range []int{454, 1e9, 1 << 62} {
			q := Queue{Rate: c[1], HandleTime: 1, Lines: lines}
			if c[2] > 0 {
				q.Patience = 1 / c[2]
			}
			start := time.Now()
			p, err := q.Evaluate(c[0], .3)
			if took := time.Since(start); err != nil || took > 2*time.Second || !(p.MeanQueue >= 0 && p.MeanQueue < 1e19) {
				t.Errorf("%+v with %v agents: %+v, %v after %v", q, c[0], p, err, took)
			}
			free := q
			if free.Lines = 0; lines < 1<<62 || c[2] == 0 && c[1] >= c[0] || c[1] > c[0]+1e15*c[2] {
				continue
			}
			want, err := free.Evaluate(c[0], .3)
			if err != nil {
				t.Fatal(err)
			}
			near(t, "queue", p.MeanQueue, want.MeanQueue, 1e-11)
			near(t, "waits", p.PWait, want.PWait, 1e-11)
		}
	}
}

// What Required searches for: with a patience of at least the handle time every figure improves with the agents.
func TestFiniteLinesImproveWithTheAgents(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := logUniform(.3, 60).Draw(t, "a")
		q := Queue{Rate: a, HandleTime: 1, Lines: rapid.IntRange(1, int(2*a)+8).Draw(t, "lines")}
		if rapid.Bool().Draw(t, "impatient") {
			q.Patience = logUniform(1, 3000).Draw(t, "patience")
		}
		within := logUniform(.02, 10).Draw(t, "t")
		n := rapid.IntRange(1, q.Lines).Draw(t, "n")
		p, more := evaluate(t, q, float64(n), within), evaluate(t, q, float64(n+1), within)
		atMost(t, "abandonment", more.Abandonment, p.Abandonment)
		atMost(t, "blocking", more.Blocking, p.Blocking)
		atMost(t, "asa", more.ASA, p.ASA)
		atMost(t, "occupancy", more.Occupancy, p.Occupancy)
		atMost(t, "p_wait of those let in", more.PWait/(1-more.Blocking), p.PWait/(1-p.Blocking))
		for k := range Definition(4) {
			atMost(t, k.String(), p.ServiceLevel.Of(k), more.ServiceLevel.Of(k))
		}
	})
}

// Patience far shorter than a handle time bends ψ in a small part of its range, which no quadrature may jump over.
func TestShortPatienceInEveryForm(t *testing.T) {
	for _, q := range []Queue{{Rate: 684.6869709051989, HandleTime: 1, Patience: .00022}, {Rate: 3, HandleTime: 1, Patience: 3.8e-5}, {Rate: 392, HandleTime: 1, Patience: 1.6e-6}} {
		const n, within = 1, .0003
		want, err := q.Evaluate(n, within)
		if err != nil {
			t.Fatal(err)
		}
		law, lines := q, q
		law.Law, lines.Lines = Exponential{q.Patience}, 500
		for _, other := range []Queue{law, lines} {
			got, err := other.Evaluate(n, within)
			if err != nil {
				t.Fatal(err)
			}
			near(t, "waits", got.PWait, want.PWait, 1e-11)
			near(t, "abandonment", got.Abandonment, want.Abandonment, 1e-11)
			near(t, "service level", got.ServiceLevel.Offered, want.ServiceLevel.Offered, 1e-11)
		}
		is, err := lines.QueueLength(n, 0)
		if err != nil {
			t.Fatal(err)
		}
		beyond, _ := lines.QueueBeyond(n, 0)
		near(t, "all lengths", is+beyond, 1, 1e-12)
	}
}
