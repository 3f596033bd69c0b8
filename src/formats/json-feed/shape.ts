/** A JSON Feed 1.1 document (https://www.jsonfeed.org/version/1.1/): the keys are those of the specification. */
export interface JsonFeed {
  readonly version: 'https://jsonfeed.org/version/1.1';
  readonly title: string;
  readonly home_page_url: string;
  readonly feed_url: string;
  readonly description: string;
  /** URL of the next older page, back to the first story. */
  readonly next_url?: string;
  readonly icon?: string;
  readonly authors: readonly JsonFeedAuthor[];
  readonly language: string;
  readonly hubs?: readonly { readonly type: string; readonly url: string }[];
  readonly items: readonly JsonFeedItem[];
  readonly _dateline?: { readonly about: string; readonly deleted: readonly JsonFeedDeletion[] };
}

export interface JsonFeedAuthor {
  readonly name: string;
  readonly url?: string;
  /** Canonical address of a copy. */
  readonly external_url?: string;
}

export interface JsonFeedAttachment {
  readonly url: string;
  readonly mime_type: string;
  readonly title?: string;
  readonly size_in_bytes?: number;
  readonly duration_in_seconds?: number;
}

export interface JsonFeedItem {
  readonly id: string;
  /** Absent where the address would reveal a story that was killed. */
  readonly url?: string;
  readonly title: string;
  readonly content_html?: string;
  readonly content_text?: string;
  readonly summary?: string;
  readonly image?: string;
  readonly date_published: string;
  readonly date_modified: string;
  readonly authors?: readonly JsonFeedAuthor[];
  readonly tags?: readonly string[];
  readonly language: string;
  readonly attachments?: readonly JsonFeedAttachment[];
  /** Extension of Dateline: `paid` or `metered`; absent for a free story. */
  readonly _dateline?: { readonly access: string };
}

/** Extension of Dateline: JSON Feed has no element for a deleted item. */
export interface JsonFeedDeletion {
  readonly id: string;
  readonly when: string;
}
