package io.modeldeployment.server.store;

import io.modeldeployment.server.store.Remote.RemoteFile;
import io.modeldeployment.server.store.StoreException.Reason;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Which files of a source are taken: those that a server reads and that cannot hold programs, as pickles and scripts can. */
public final class TakenFiles {
    private static final Set<String> SUFFIXES = Set.of(".safetensors", ".json", ".txt", ".model");
    private static final List<String> ARCHIVES = List.of(".tar.gz", ".tgz", ".tar", ".zip");
    private static final int MOST = 1_000;
    private static final Pattern SAFE = Pattern.compile("[^\\p{Cntrl}\\\\:]{1,1000}");

    private TakenFiles() {}

    /**
     * Whether a file of this path is taken.
     *
     * @throws StoreException when it would be, and its path leads out of the model's directory
     */
    public static boolean isTaken(String path) throws StoreException {
        int dot = path.lastIndexOf('.');
        if (dot < 0 || !SUFFIXES.contains(path.substring(dot))) {
            return false;
        }
        List<String> parts = List.of(path.split("/", -1));
        if (!SAFE.matcher(path).matches() || parts.contains("..") || parts.contains("")) {
            throw new StoreException(
                    Reason.REFUSED, "a file has the path '" + path + "', which leads out of the model's directory");
        }
        return parts.stream().noneMatch(part -> part.startsWith("."));
    }

    /** Whether a file of this name holds the files of a model. */
    public static boolean isArchive(String name) {
        return ARCHIVES.stream().anyMatch(name::endsWith);
    }

    /** The files, where they can be a model. */
    public static List<RemoteFile> require(String source, List<RemoteFile> files) throws StoreException {
        if (files.size() > MOST) {
            throw new StoreException(
                    Reason.REFUSED,
                    source + ": has " + files.size() + " files; a model of at most " + MOST + " is taken");
        }
        if (files.stream().noneMatch(file -> file.path().endsWith(".safetensors"))) {
            throw new StoreException(
                    Reason.REFUSED,
                    source + ": has no *.safetensors file, and nothing else is taken; save the model with"
                            + " save_pretrained(…, safe_serialization=True)");
        }
        return files;
    }
}
