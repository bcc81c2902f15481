package io.holdout.coordinator.web;

import static org.apache.pekko.http.javadsl.model.HttpMethods.GET;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** The page itself. Its files hold nothing of any sweep, so anybody may have them. */
final class PageRoutes {
    private final PageFiles files = new PageFiles();
    private final String policy = files.contentSecurityPolicy();

    List<Route> routes() {
        var routes = new ArrayList<Route>();
        files.all().forEach((name, file) -> {
            String path = name.equals(PageFiles.INDEX) ? "/" : "/page/" + name;
            routes.add(new Route(GET, path, null, call -> answer(call, file)));
        });
        return routes;
    }

    private CompletionStage<HttpResponse> answer(Call call, PageFiles.File file) {
        HttpResponse response = HttpResponse.create()
                .addHeader(RawHeader.create("ETag", file.tag()))
                .addHeader(RawHeader.create("Cache-Control", "no-cache"))
                .addHeader(RawHeader.create("Content-Security-Policy", policy))
                .addHeader(RawHeader.create("Cross-Origin-Opener-Policy", "same-origin"))
                .addHeader(RawHeader.create("Vary", "Accept-Encoding"));
        if (header(call, "If-None-Match").equals(file.tag())) {
            return Answers.now(Answers.always(response.withStatus(304)));
        }
        boolean packed = header(call, "Accept-Encoding").contains("gzip");
        HttpResponse full = response.withEntity(
                HttpEntities.create(ContentTypes.parse(file.type()), packed ? file.packed() : file.bytes()));
        return Answers.now(
                Answers.always(packed ? full.addHeader(RawHeader.create("Content-Encoding", "gzip")) : full));
    }

    private static String header(Call call, String name) {
        return call.request().getHeader(name).map(header -> header.value()).orElse("");
    }
}
