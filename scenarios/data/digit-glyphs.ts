/**
 * The ten digits as pen strokes. A stroke is a chain of quadratic Bezier curves in a box of 1 x 1, x to the right and y
 * down, written as one list: start, then control point and end of each curve. Only + - * are used, so that the drawn
 * lines are the same on every machine.
 */

/** Start x, y; then control x, y and end x, y of each curve: 2 + 4 n numbers. */
export type Stroke = readonly number[];
export type Glyph = readonly Stroke[];

/** Ways of writing each digit: `GLYPHS[digit]` has at least one. */
export const GLYPHS: readonly (readonly Glyph[])[] = [
  [[ellipse(0.5, 0.5, 0.36, 0.5)], [ellipse(0.5, 0.5, 0.48, 0.5)]],
  [
    [line(0.5, 0, 0.5, 1)],
    [line(0.24, 0.24, 0.52, 0), line(0.52, 0, 0.52, 1)],
    [line(0.26, 0.22, 0.5, 0), line(0.5, 0, 0.5, 1), line(0.22, 1, 0.78, 1)],
  ],
  [
    [[0.1, 0.28, 0.12, 0, 0.5, 0, 0.9, 0.02, 0.88, 0.3, 0.84, 0.56, 0.08, 1], line(0.08, 1, 0.94, 1)],
    // With the loop of a fast hand at the lower left.
    [
      [
        0.12, 0.2, 0.3, 0, 0.55, 0, 0.92, 0.02, 0.84, 0.36, 0.72, 0.74, 0.24, 0.98, 0, 1.02, 0.06, 0.84, 0.2, 0.7, 0.5,
        0.9, 0.7, 1.02, 0.98, 0.92,
      ],
    ],
  ],
  [
    [
      [0.14, 0.14, 0.3, 0, 0.5, 0, 0.86, 0, 0.84, 0.24, 0.82, 0.47, 0.38, 0.47],
      [0.38, 0.47, 0.92, 0.48, 0.9, 0.74, 0.86, 1, 0.46, 1, 0.24, 1, 0.08, 0.86],
    ],
    [
      line(0.14, 0, 0.84, 0),
      line(0.84, 0, 0.42, 0.42),
      [0.42, 0.42, 0.92, 0.42, 0.9, 0.72, 0.86, 1, 0.46, 1, 0.24, 1, 0.1, 0.88],
    ],
  ],
  [
    [line(0.2, 0, 0.1, 0.58), line(0.1, 0.58, 0.94, 0.56), line(0.74, 0.04, 0.7, 1)],
    [line(0.68, 0, 0.06, 0.66), line(0.06, 0.66, 0.96, 0.66), line(0.68, 0, 0.68, 1)],
  ],
  [
    [
      line(0.86, 0, 0.24, 0),
      line(0.24, 0, 0.18, 0.44),
      [0.18, 0.44, 0.3, 0.36, 0.5, 0.36, 0.9, 0.38, 0.9, 0.68, 0.88, 1, 0.48, 1, 0.26, 1, 0.1, 0.88],
    ],
    [
      [
        0.9, 0.02, 0.5, 0.06, 0.28, 0.02, 0.24, 0.2, 0.2, 0.42, 0.82, 0.4, 0.84, 0.68, 0.82, 1, 0.44, 1, 0.22, 1, 0.1,
        0.92,
      ],
    ],
  ],
  [
    [[0.72, 0, 0.3, 0.14, 0.18, 0.56], ellipse(0.5, 0.7, 0.34, 0.3)],
    [
      [
        0.48, 0, 0.2, 0.26, 0.18, 0.66, 0.2, 1, 0.52, 1, 0.82, 0.98, 0.82, 0.74, 0.8, 0.5, 0.52, 0.52, 0.28, 0.54, 0.2,
        0.76,
      ],
    ],
  ],
  [
    [line(0.08, 0.02, 0.9, 0.02), [0.9, 0.02, 0.56, 0.44, 0.42, 1]],
    [line(0.08, 0.02, 0.9, 0.02), line(0.9, 0.02, 0.36, 1), line(0.3, 0.5, 0.8, 0.5)],
    [line(0.1, 0.2, 0.12, 0.02), line(0.12, 0.02, 0.88, 0), [0.88, 0, 0.6, 0.4, 0.56, 1]],
  ],
  [
    [ellipse(0.5, 0.24, 0.3, 0.24), ellipse(0.5, 0.74, 0.36, 0.26)],
    // One pull of the pen, crossing in the middle.
    [
      [
        0.78, 0.12, 0.6, 0, 0.44, 0, 0.16, 0.02, 0.2, 0.22, 0.26, 0.4, 0.54, 0.52, 0.84, 0.64, 0.82, 0.82, 0.78, 1,
        0.48, 1, 0.16, 0.98, 0.2, 0.78, 0.24, 0.6, 0.54, 0.46, 0.84, 0.3, 0.78, 0.12,
      ],
    ],
  ],
  [
    [ellipse(0.46, 0.28, 0.34, 0.28), line(0.8, 0.24, 0.74, 1)],
    [
      [
        0.82, 0.24, 0.76, 0, 0.5, 0, 0.2, 0.02, 0.18, 0.28, 0.2, 0.52, 0.46, 0.52, 0.76, 0.5, 0.82, 0.24, 0.84, 0.9,
        0.5, 1, 0.32, 1.02, 0.2, 0.9,
      ],
    ],
  ],
];

function line(x0: number, y0: number, x1: number, y1: number): Stroke {
  return [x0, y0, 0.5 * (x0 + x1), 0.5 * (y0 + y1), x1, y1];
}

/** An ellipse as eight curves, drawn from its right end; the control points are the corners of an octagon around it. */
function ellipse(x: number, y: number, radiusX: number, radiusY: number): Stroke {
  const diagonal = 0.5 * Math.SQRT2;
  const corner = Math.SQRT2 - 1;
  const unit = [
    [1, 0],
    [1, corner],
    [diagonal, diagonal],
    [corner, 1],
  ];
  const stroke: number[] = [];
  for (let quarter = 0; quarter < 4; quarter++) {
    for (const [u, v] of unit) {
      // A quarter turn takes (u, v) to (-v, u).
      const turned = [u, -v, -u, v];
      stroke.push(x + radiusX * turned[quarter], y + radiusY * turned[(quarter + 3) % 4]);
    }
  }
  stroke.push(x + radiusX, y);
  return stroke;
}
