package io.modeldeployment.server.store;

import io.modeldeployment.server.store.StoreException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the store does with directories, beside reading and writing. */
final class Disk {
    /** Kept free, so that a volume is not filled to the last byte. */
    private static final long RESERVE = 1 << 20;

    private Disk() {}

    /**
     * The files of a model's directory by their paths, sorted. What is hidden is not looked at: the manifest, what is under way, and
     * a file system's {@code lost+found}.
     *
     * @throws StoreException when there is a link or something else that is no file
     */
    static List<String> files(Path directory) throws IOException, StoreException {
        List<String> found = new ArrayList<>();
        List<Path> strange = new ArrayList<>();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                return !path.equals(directory) && isHidden(path)
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && !isHidden(path)) {
                    found.add(slashed(directory.relativize(path)));
                } else if (!attributes.isRegularFile()) {
                    strange.add(path);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException failure) throws IOException {
                if (isHidden(path)) { // lost+found is root's alone
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
        if (!strange.isEmpty()) {
            throw new StoreException(
                    Reason.REFUSED, strange.getFirst() + " is a link or no file; a model's directory has files alone");
        }
        Collections.sort(found);
        return found;
    }

    private static String slashed(Path path) {
        return path.toString().replace('\\', '/');
    }

    private static boolean isHidden(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.startsWith(".") || name.equals("lost+found");
    }

    /** Refuses what does not fit, before the first byte is written. */
    static void require(Path directory, long bytes) throws StoreException, IOException {
        long free = Files.getFileStore(directory).getUsableSpace();
        if (bytes > free - RESERVE) {
            throw new StoreException(
                    Reason.NO_SPACE,
                    "%s has %d MiB free, %d MiB are needed; give the model more room (model.storage.size)"
                            .formatted(directory, free >> 20, (bytes + RESERVE) >> 20));
        }
    }

    /** Waits until a file's bytes are on the disk. */
    static void flush(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Moves a whole file to its place, making directories on the way. */
    static void place(Path from, Path to) throws IOException {
        Path parent = to.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Deletes a directory with all that is in it, where it is there. */
    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                Files.delete(path);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path path, @Nullable IOException failure) throws IOException {
                Files.delete(path);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
