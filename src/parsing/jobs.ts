import { jobIn } from '../workers/job.ts';
import type { measureImage } from './measure-image.ts';
import type { isWireDocument, packWire } from './pack-wire.ts';
import type { parseStoryData } from './parse-story-data.ts';
import type { parseStoryFile } from './parse-story-file.ts';
import type { parseWireText } from './parse-wire-text.ts';
import type { resizePicture } from './resize-picture.ts';

const HERE = import.meta.url;

export const IMAGE_JOB = jobIn<typeof measureImage>(HERE, './measure-image.ts', 'measureImage');
export const WIRE_CHECK_JOB = jobIn<typeof isWireDocument>(HERE, './pack-wire.ts', 'isWireDocument');
export const PICTURE_JOB = jobIn<typeof resizePicture>(HERE, './resize-picture.ts', 'resizePicture');
export const STORY_DATA_JOB = jobIn<typeof parseStoryData>(HERE, './parse-story-data.ts', 'parseStoryData');
export const STORY_FILE_JOB = jobIn<typeof parseStoryFile>(HERE, './parse-story-file.ts', 'parseStoryFile');
export const WIRE_JOB = jobIn<typeof packWire>(HERE, './pack-wire.ts', 'packWire');
export const WIRE_TEXT_JOB = jobIn<typeof parseWireText>(HERE, './parse-wire-text.ts', 'parseWireText');
