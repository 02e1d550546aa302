// Says in sentences what keeps a text from being YAML.
import type { ErrorCode } from 'yaml';

const messages: Partial<Record<ErrorCode, string>> = {
  ALIAS_PROPS: 'An alias (*name) cannot have an anchor or a tag of its own. Remove what stands before it.',
  BAD_ALIAS: 'An alias (*name) or an anchor (&name) has a name that is not allowed. Give it a plain name.',
  BAD_DIRECTIVE: 'This YAML directive is not known. Remove the line that starts with %.',
  BAD_DQ_ESCAPE:
    'This escape is not known in double quotes. Write \\\\ for a backslash, or use single quotes.',
  BAD_INDENT: 'This line is not indented like its neighbours. Give all keys of one map the same indentation.',
  BAD_PROP_ORDER: 'An anchor or a tag stands in the wrong place. Put it between the key and its value.',
  BAD_SCALAR_START: 'A plain value cannot start with this character. Put the value in quotes.',
  BLOCK_AS_IMPLICIT_KEY: 'A value starts here on the line of another key. Put it on a line of its own.',
  BLOCK_IN_FLOW: 'Lines with a dash or a key do not go inside braces or brackets. Use commas there.',
  KEY_OVER_1024_CHARS: 'A key is longer than 1024 characters. Look for a colon that is meant to be text.',
  MISSING_CHAR: 'A character is missing here: a colon, a comma, a closing quote, brace or bracket.',
  MULTILINE_IMPLICIT_KEY: 'A key goes over several lines. Check the quotes and the indentation above.',
  MULTIPLE_ANCHORS: 'A value has more than one anchor. Keep one of them.',
  MULTIPLE_TAGS: 'A value has more than one tag. Keep one of them.',
  TAB_AS_INDENT: 'A tab stands where YAML wants spaces. Indent with spaces.',
  UNEXPECTED_TOKEN: 'This does not belong here. Check the indentation and the quotes around it.',
};

/** A sentence for an error of the YAML parser. */
export function syntaxMessage(code: ErrorCode): string {
  return messages[code] ?? 'This is not valid YAML. Check the indentation and the quotes around it.';
}
