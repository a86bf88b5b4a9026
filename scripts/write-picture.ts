/** Writes docs/images/sample-plan.svg from the plan of the sample fleet. A test compares the two. */
import { writeFileSync } from 'node:fs';
import { drawSamplePicture, pictureFile } from './sample-picture.ts';

writeFileSync(pictureFile, await drawSamplePicture());
