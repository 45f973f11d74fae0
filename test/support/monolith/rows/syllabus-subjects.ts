import type { Made, Sizes } from '../contract.ts';
import { fateOf } from '../dirt.ts';
import { idOf, idOfNothing } from '../sizes.ts';
import { subjectFate } from './subjects.ts';
import { syllabusFate } from './syllabi.ts';

/** Which further subjects a syllabus touches: two each. */
export function* syllabusSubjects(sizes: Sizes): Generator<Made> {
  for (let number = 0; number < sizes.syllabus_subjects; number++) {
    const syllabus = (number >> 1) % sizes.syllabi;
    const subject = (syllabus * 31 + (number & 1)) % sizes.subjects;
    const isOrphan = fateOf(number, ['orphan']) === 'orphan';
    const isKept = syllabusFate(syllabus, sizes) === 'clean' && subjectFate(subject) === 'clean';
    yield {
      cells: [isOrphan ? idOfNothing(number) : idOf(syllabus), idOf(subject), number & 1],
      fate: isOrphan ? 'orphan' : isKept ? 'clean' : 'chain',
    };
  }
}
