/** Path of the HTTP API. */
export const API_PATH = '/api/v1';

/** Returns the path of the article with a key. */
export function keyPath(key: string): string {
  return `${API_PATH}/articles/${key}`;
}
