"""The weights behind a synthetic control: a small quadratic problem, solved the same way in any language.

Given points P_1 ... P_J (columns; each donor minus the treated unit) find w with w_j >= 0 and sum 1 that
makes

    f(w) = |P w|^2 + penalty * sum_j w_j |P_j|^2

smallest. This is Wolfe's (1976) search for the nearest point of a polytope, with the penalty of Abadie and
L'Hour (2021) as a linear term. Points are first divided by their largest absolute coordinate.

1. Start at the donor with the smallest |P_j| (the first of equals): the active set is that donor, its
   weight 1.
2. Gradient g_j = 2 P_j . Pw + penalty |P_j|^2; level v = sum w_j g_j; take the donor outside the active set
   with the smallest g_j - v (the first of equals). If that is not below -1e-14 (1 + penalty), stop. Else
   put it last in the active set.
3. Write the weights of the active set as (1 - sum u, u), B = the active points without the first minus the
   first, and B = QR. If the last diagonal of R is above 1e-10 times the length of B's last column, aim at
   the minimum over all u: R u = -Q'P_first - (penalty / 2) R'^-1 (c - c_first), c_j = |P_j|^2. Else the new
   donor is a mix of the others: aim along the way that trades it for them, u changing by (-z, 1) with R z =
   Q'(last column of B).
4. Go as far as no weight turns negative, for the minimum at most all the way. Drop donors whose weight is
   then below 1e-14, and repeat 3 until the minimum is reached. If f has not become smaller, keep the
   weights before and stop.
"""

import numpy as np

from ._checks import Vector

_SLACK = 1e-14
_DEPENDENT = 1e-10


def nearest_mix(points: Vector, penalty: float) -> Vector:
    """The weights that minimise f. points: (periods, donors), finite. Returns (donors,), >= 0, sum 1."""
    size = float(np.max(np.abs(points)))
    scaled = points / size if size > 0 else points
    squares = np.sum(scaled * scaled, axis=0)
    active, weights = [int(np.argmin(squares))], np.array([1.0])
    best = _objective(scaled, squares, penalty, active, weights)
    while (entering := _entering(scaled, squares, penalty, active, weights)) is not None:
        trial = _descend(scaled, squares, penalty, [*active, entering], np.append(weights, 0.0))
        value = _objective(scaled, squares, penalty, *trial)
        if value >= best:
            break
        (active, weights), best = trial, value
    out = np.zeros(points.shape[1])
    out[active] = weights
    return out


def _objective(points: Vector, squares: Vector, penalty: float, active: list[int], weights: Vector) -> float:
    rest = points[:, active] @ weights
    return float(rest @ rest + penalty * (squares[active] @ weights))


def _entering(
    points: Vector, squares: Vector, penalty: float, active: list[int], weights: Vector
) -> int | None:
    gradient = 2.0 * (points.T @ (points[:, active] @ weights)) + penalty * squares
    excess = gradient - weights @ gradient[active]
    excess[active] = 0.0
    best = int(np.argmin(excess))
    return best if excess[best] < -_SLACK * (1.0 + penalty) else None


def _descend(
    points: Vector, squares: Vector, penalty: float, active: list[int], weights: Vector
) -> tuple[list[int], Vector]:
    """Steps 3 and 4: move to the minimum over the active donors, dropping those whose weight runs out."""
    while True:
        direction, reaches = _direction(points[:, active], squares[active], penalty, weights)
        falling = direction < 0
        room = np.where(falling, weights / np.where(falling, -direction, 1.0), np.inf)
        step = min(float(room.min()), 1.0) if reaches else float(room.min())
        arrived = reaches and step >= 1.0
        weights = np.where(room <= step, 0.0, weights + step * direction)
        keep = weights > _SLACK
        active = [donor for donor, stays in zip(active, keep, strict=True) if stays]
        weights = weights[keep] / weights[keep].sum()
        if arrived or len(active) == 1:
            return active, weights


def _direction(points: Vector, squares: Vector, penalty: float, weights: Vector) -> tuple[Vector, bool]:
    """Where to move the weights, and whether the whole move ends at a minimum."""
    edges = points[:, 1:] - points[:, :1]
    q, r = np.linalg.qr(edges)
    count = edges.shape[1]
    if count > len(points) or abs(r[-1, -1]) <= _DEPENDENT * np.linalg.norm(edges[:, -1]):
        mix = np.linalg.solve(r[: count - 1, : count - 1], r[: count - 1, -1])
        change = np.append(-mix, 1.0)
        return np.concatenate(([-change.sum()], change)), False
    aim = -(q.T @ points[:, 0])
    if penalty:
        aim -= penalty / 2.0 * np.linalg.solve(r.T, squares[1:] - squares[0])
    change = np.linalg.solve(r, aim)
    return np.concatenate(([1.0 - change.sum()], change)) - weights, True
