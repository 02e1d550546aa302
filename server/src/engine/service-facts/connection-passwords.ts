// Passwords among the parts of a connection's text: in a URL of JDBC, in a connection string of ADO.NET or ODBC.
import { isStandIn } from '../model/secrets.ts';
import type { Span } from '../parse/syntax.ts';
import { isPlaceholder } from './literal-secrets.ts';

/** What else stands in a connection string of ADO.NET: without one of these a `Password=` may be anything. */
const place = /(?:^|[;"'=\s])(?:server|data source|host|addr|address|datasource|driver)\s{0,3}=[^;]/i;

const inUrl = /[?&;](?:password|pwd)=([^&;"'\s]{1,200})/gi;
const inString = /;\s{0,3}(?:password|pwd)\s{0,3}=\s{0,3}([^;"'\s]{1,200})/gi;

/** Where literal passwords stand; stand-ins and what is made of variables are left out. Offsets into the text. */
export function* connectionPasswords(text: string): Iterable<Span> {
  const isUrl = /\bjdbc:[a-z]/i.test(text);
  if (!isUrl && !place.test(text)) return;
  for (const found of text.matchAll(isUrl ? inUrl : inString)) {
    const value = found[1]!;
    const isMade = value.replaceAll('$$', '').includes('$') || /[{}%]/.test(value);
    const bare = value.replaceAll('$', 'S');
    if (isMade || isStandIn(bare) || isPlaceholder(bare, 'PASSWORD')) continue;
    const end = found.index + found[0].length;
    yield { start: end - value.length, end };
  }
}
