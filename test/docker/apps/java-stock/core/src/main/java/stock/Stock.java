package stock;

import java.util.Map;
import java.util.TreeMap;

/** What is in stock. */
public final class Stock {
    private final Map<String, Integer> articles = new TreeMap<>();

    public int take(String article, int start) {
        return articles.merge(article, start - 1, (old, ignored) -> old - 1);
    }
}
