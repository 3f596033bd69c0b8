import { jobIn } from '../workers/job.ts';
import type { inspectStory } from './inspect-story.ts';

export const INSPECT_JOB = jobIn<typeof inspectStory>(import.meta.url, './inspect-story.ts', 'inspectStory');
