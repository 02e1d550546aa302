// The languages that can be split. The first that recognises a stage takes it.
import type { Language } from '../plan.ts';
import { dotnet } from './dotnet/dotnet.ts';
import { go } from './go/go.ts';
import { java } from './java/java.ts';
import { node } from './node/node.ts';
import { php } from './php/php.ts';
import { python } from './python/python.ts';
import { ruby } from './ruby/ruby.ts';
import { rust } from './rust/rust.ts';

export const languages: readonly Language[] = [dotnet, go, java, node, php, python, ruby, rust];
