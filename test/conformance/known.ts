/**
 * Where dynoxide is known to differ, and what that means to who develops on it.
 *
 * The run fails when it differs elsewhere, and when one of these no longer does.
 *
 * @module
 */

/** By operation and name of the case. */
export const known: Readonly<Record<string, string>> = {
  'UpdateItem · sets an element beyond the end at the end':
    'Gaps are filled with NULL. Append with list_append, which is the same everywhere.',
  'UpdateItem · removes several elements, each by its old place':
    'Elements are removed one after the other. Remove one in each request.',
  'UpdateItem · refuses arithmetic on text': 'Another wording of the same refusal.',
  'Query · refuses other than = on the partition key': 'Another wording of the same refusal.',
  'Query · refuses a value of another type for a key':
    'The answer is empty where AWS refuses. The types of defineTable keep such a key from being written.',
  'TransactGetItems · projects': 'The keys come along. Nothing of ours reads in transactions.',
  'UpdateTimeToLive and DescribeTimeToLive · is not switched on twice':
    'The second time succeeds. The deployment does it once.',
  'Streams · say nothing of a write that changes nothing':
    'A record comes, which the local cloud leaves out before the function hears of it.',
}
