/** Solves in a pool and never closes it: the process ends all the same, and not before the answer is there. */
import { makeSolverPool } from '../../solver/index.ts';
import { atLeast, denseModel, pointOf } from './models.ts';

const pool = makeSolverPool({ workers: 2 });
const model = denseModel({ costs: [2, 3], lowers: [0, 0], uppers: [10, 20], rows: [atLeast([1, 1], 15)] });
await pool.warmUp();
pool.solve(model).then((outcome) => console.log(pointOf(outcome).objective));
