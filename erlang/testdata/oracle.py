"""Reference values for Erlang B and Erlang A, computed with mpmath from other formulas than the package uses.

    python3 oracle.py > oracle.csv

Lines "B,n,a,B(n,a)" and "A,n,a,kappa,T" with P(wait), P(answered), P(abandon), E[wait; answered], E[wait; abandoned],
P(answered within T), P(abandoned within T), P(still waiting at T), P(answered after T), per offered contact and in units of
the mean handle time. 1/B is Legendre's continued fraction (a >= n) or the whole gamma function less its series. For
A the integrals of exp psi are Kummer functions, the waits their derivatives (n up to 1000), or tanh-sinh quadrature
split where psi has fallen by given amounts (beyond). A value that the digits do not carry is left empty.
"""
import random

import mpmath as mp


def inverse_b(n, a):
    if a >= 1 and a >= n:
        tiny = mp.mpf(10) ** -(2 * mp.mp.dps)
        s = n + 1
        b = a + 1 - s or tiny
        c, d = 1 / tiny, 1 / b
        h, i = d, 0
        while True:
            i += 1
            an = i * (s - i)
            b += 2
            d = 1 / ((an * d + b) or tiny)
            c = (b + an / c) or tiny
            h *= c * d
            if abs(c * d - 1) < mp.mpf(10) ** (2 - mp.mp.dps) or i > 300000:
                return a * h
    term = total = mp.mpf(1)
    j = 0
    while term > total * mp.mpf(10) ** -(mp.mp.dps + 5):
        j += 1
        term *= a / (n + 1 + j)
        total += term
    return mp.e ** (mp.loggamma(n + 1) + a - n * mp.log(a)) - a / (n + 1) * total


def figures(n, a, k, T, below, up, late):
    total_late = late[0] + late[1]
    al = [x + y for x, y in zip(up, late)]
    z = below + a * (al[0] + al[1])
    g, s = -mp.expm1(-k * T), mp.e ** (-k * T)
    return [a * (al[0] + al[1]) / z, (below + a * al[0]) / z, a * al[1] / z, a * al[2] / z, a * al[3] / z,
            (below + a * up[0]) / z, a * (up[1] + g * total_late) / z, a * s * total_late / z, a * late[0] / z]


def by_kummer(n, a, k, T):
    dps = 60 + min(int(a / k), 800)
    mp.mp.dps = dps
    n, a, k, T = map(mp.mpf, (n, a, k, T))
    below = a / n * (inverse_b(n, a) - 1)
    y = a / k

    def integrals(y, scale, t0):  # of exp psi from t0 on, weights counted from 0
        total = lambda m: scale * mp.hyp1f1(1, m / k + 1, y) / m
        stay0 = mp.e ** (-k * t0)
        h = mp.mpf(10) ** -20
        mp.mp.dps = dps + 60
        d = lambda m: -(total(m + h) - total(m - h)) / (2 * h)
        stay, stay_w, all_ = total(n + k), d(n + k), total(n)
        mp.mp.dps = dps
        answered = stay0 * stay
        answered_w = stay0 * (t0 * stay + stay_w)
        return [answered, all_ - answered, answered_w, (all_ - answered) / k - answered_w]

    psi = a * -mp.expm1(-k * T) / k - n * T
    late = integrals(y * mp.e ** (-k * T), mp.e ** psi, T)
    up = [x - l for x, l in zip(integrals(y, mp.mpf(1), mp.mpf(0)), late)]
    return figures(n, a, k, T, below, up, late)


def by_quadrature(n, a, k, T):
    mp.mp.dps = 40
    n, a, k, T = map(mp.mpf, (n, a, k, T))
    psi = lambda t: a * -mp.expm1(-k * t) / k - n * t
    peak = mp.log(a / n) / k if a > n else mp.mpf(0)

    def reach(t0, sign, fall):
        low, high = mp.mpf(0), 1 / n
        while psi(t0) - psi(t0 + sign * high) < fall:
            high *= 2
        for _ in range(50):
            mid = (low + high) / 2
            low, high = (mid, high) if psi(t0) - psi(t0 + sign * mid) < fall else (low, mid)
        return high

    weights = [lambda t: mp.e ** (-k * t), lambda t: -mp.expm1(-k * t), lambda t: t * mp.e ** (-k * t),
               lambda t: (1 - (1 + k * t) * mp.e ** (-k * t)) / k]

    def integrals(low, high):
        if low == high:
            return [mp.mpf(0)] * 4
        anchor = min(max(peak, low), high)
        points = {anchor}
        for fall in (1, 4, 10, 20, 35, 55, 80):
            right, left = anchor + reach(anchor, 1, fall), anchor
            points.add(min(right, high))
            if anchor > low:
                points.add(max(anchor - reach(anchor, -1, fall), low))
        points = sorted(points)
        top = psi(anchor)
        scale = mp.e ** (top - psi(peak))
        return [scale * mp.quad(lambda t: w(t) * mp.e ** (psi(t) - top), points) for w in weights]

    mp.mp.dps = 60
    below = a / n * (inverse_b(n, a) - 1)
    mp.mp.dps = 40
    up, late = integrals(mp.mpf(0), T), integrals(T, mp.inf)
    return figures(n, a, k, T, below * mp.e ** -psi(peak), up, late)


def line(kind, inputs, values, least):
    cells = [mp.nstr(v, 20) if v > least else "" for v in values]
    print(",".join([kind] + [repr(float(x)) for x in inputs] + cells))


print("# Made by oracle.py with mpmath", mp.__version__)
for n in [0.001, 0.3, 0.5, 1, 1.5, 2, 5, 10, 10.5, 30, 58.9, 59, 59.5, 60, 61, 99.25, 100, 200, 1000, 1e4, 1e5, 1e6]:
    for rho in [1e-9, .1, .5, .8, .9, .95, .99, .999, 1, 1.0001, 1.001, 1.01, 1.1, 1.2, 2, 10]:
        if n * rho <= 1.2e6:
            mp.mp.dps = 60
            line("B", [n, n * rho], [1 / inverse_b(mp.mpf(n), mp.mpf(n * rho))], 1e-300)
random.seed(5)
for n in [0.5, 1, 3, 10, 60, 100, 1000]:
    for rho in [.05, .8, .99, 1, 1.01, 1.3, 3]:
        for k in [1e-3, .03, .1, .5, 1, 5, 100, 1e3]:
            if random.random() < 0.5 and n * rho / k <= 3000:
                T = random.choice([0.01 / n, .01, .1, 1, 30])
                line("A", [n, n * rho, k, T], by_kummer(n, n * rho, k, T), 1e-40)
for n in [1e4, 1e5, 1e6]:
    for rho in [.98, .999, 1, 1.001, 1.1]:
        for k in [1e-6, 1e-3, .5, 5, 100]:
            if random.random() < 0.5:
                T = random.choice([1 / n, n ** -.5, .01, .1])
                line("A", [n, n * rho, k, T], by_quadrature(n, n * rho, k, T), 1e-300)
