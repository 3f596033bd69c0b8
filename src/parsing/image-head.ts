/** Bytes in which the dimensions of a picture are searched: JPEG may contain a large thumbnail first. */
export const IMAGE_HEAD_BYTES: number = 512 * 1024;
