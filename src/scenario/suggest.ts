export { closestWord } from '../tables/index.ts';
