// Models and data that a step downloads for a package: where they lie, and who can read them there.
import type { ImageState } from '../../../model/state.ts';
import { SplitRefusal } from '../../plan.ts';
import type { StepPart } from '../../steps.ts';

/** Where NLTK looks besides the home folder. Source: `nltk.data.path`, and `Downloader.default_download_dir`, which takes the first that exists. */
const nltkFolder = '/usr/local/share/nltk_data';

const nltk = /\bnltk\b.*\bdownload/s;

/** Packages that keep what they download below the home folder, with the variable that says another place. */
const caches: readonly (readonly [RegExp, RegExp])[] = [
  [
    /from_pretrained|SentenceTransformer|snapshot_download|hf_hub_download|\b(huggingface-cli|hf) download|\btransformers\b/,
    /^(HF_HOME|HF_HUB_CACHE|TRANSFORMERS_CACHE|SENTENCE_TRANSFORMERS_HOME|HUGGINGFACE_HUB_CACHE|XDG_CACHE_HOME)$/,
  ],
  [
    /\btorch\.hub|torchvision\.models|whisper\.load_model|\beasyocr\b/,
    /^(TORCH_HOME|XDG_CACHE_HOME|EASYOCR_MODULE_PATH)$/,
  ],
  [/\bplaywright install/, /^PLAYWRIGHT_BROWSERS_PATH$/],
  [
    /\bdownload_?(all_)?models?\b|\bfetch_?models?\b|\bpreload\b/,
    /^(HF_HOME|TORCH_HOME|XDG_CACHE_HOME|TRANSFORMERS_CACHE)$/,
  ],
];

/** The command only fetches what the program reads. */
export function downloadsData(text: string): boolean {
  return nltk.test(text) || caches.some(([what]) => what.test(text));
}

/**
 * The text of a command that downloads data, so that the data lies where every account can read it; undefined where it is no such command.
 * @throws SplitRefusal where the data would lie in the home folder of root
 */
export function readableDownload(part: StepPart, text: string, state: ImageState): string | undefined {
  if (nltk.test(text)) {
    const said = / (-d|--dir)[ =]|download_dir|data_dir/.test(text) || state.env.has('NLTK_DATA');
    if (said || state.runsAsRoot === false) return undefined;
    // The module takes the folder as an option, the function takes the first one that exists.
    const named = text.replace(/(\bnltk\.downloader)(?=\s|$)/, `$1 -d ${nltkFolder}`);
    return `mkdir -p ${nltkFolder} && ${named}`;
  }
  for (const [what, variable] of caches) {
    if (!what.test(text)) continue;
    const said = [...state.env.entries()].some(([name]) => variable.test(name));
    if (
      said ||
      state.runsAsRoot === false ||
      /(--cache[-_]dir|cache_folder|local_dir|download_root)/.test(text)
    )
      continue;
    throw new SplitRefusal(
      'What this step downloads lies in the home folder of root, where another account cannot read it. Name a folder for it, as `ENV HF_HOME=/opt/models` does for Hugging Face.',
      'files needed are not known',
      part.command.command.at,
    );
  }
  return undefined;
}
