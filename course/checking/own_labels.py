"""The labels that count: what one person's file of labels says of the tweets of an exercise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from course.annotation.codebook import Codebook
from course.annotation.rows import Row, latest


@dataclass(frozen=True)
class OwnLabels:
    """The labels that count: one person's, the latest of each tweet, of this exercise's tweets alone.

    Parameters
    ----------
    ids : tuple of str
        The tweets to be labelled, in order.
    labels : dict of str to tuple of str
        Of the tweets that are labelled, in the same order.
    skipped : tuple of str
        Tweets that were skipped and not labelled since.
    elsewhere : int
        How many other tweets the file labels.
    annotator : str
        Whose labels these are: with several people in one file, whoever labelled most of these tweets.
    people : int
        How many people labelled some of these tweets in this file.
    codebook : Codebook
    others : tuple of str
        Identities of other codebooks, or of other versions of this one, that rows were labelled with.
    """

    ids: tuple[str, ...]
    labels: Mapping[str, tuple[str, ...]]
    skipped: tuple[str, ...]
    elsewhere: int
    annotator: str
    people: int
    codebook: Codebook
    others: tuple[str, ...]

    @classmethod
    def of(cls, rows: Iterable[Row], ids: tuple[str, ...], codebook: Codebook) -> OwnLabels:
        """Find the labels that count among a file's rows; a tweet's latest row is what holds.

        Examples
        --------
        >>> book = Codebook.of(["joke", "other"])
        >>> rows = [Row("t1", ("joke",), updated_at="2027"), Row("t1", ("other",), updated_at="2026")]
        >>> own = OwnLabels.of(rows, ("t1", "t2"), book)
        >>> own.labels, own.missing
        ({'t1': ('joke',)}, ('t2',))
        """
        held = latest(rows).values()
        wanted = set(ids)
        labelled = [row for row in held if row.status == "labelled" and row.labels]
        mine = [row for row in labelled if row.tweet_id in wanted]
        done = Counter(row.annotator for row in mine)
        recent = {row.annotator: row.updated_at for row in sorted(mine, key=lambda row: row.updated_at)}
        annotator = max(done, key=lambda name: (done[name], recent[name]), default="")
        found = {row.tweet_id: row for row in mine if row.annotator == annotator}
        skipped = {
            row.tweet_id
            for row in held
            if row.status == "skipped" and (row.annotator == annotator or not done)
        }
        return cls(
            ids=ids,
            labels={tweet: found[tweet].labels for tweet in ids if tweet in found},
            skipped=tuple(tweet for tweet in ids if tweet in skipped and tweet not in found),
            elsewhere=len({row.tweet_id for row in labelled} - wanted),
            annotator=annotator,
            people=len(done),
            codebook=codebook,
            others=tuple(sorted({row.codebook for row in found.values()} - {codebook.identity, ""})),
        )

    @property
    def missing(self) -> tuple[str, ...]:
        """The tweets without a label, in order."""
        return tuple(tweet for tweet in self.ids if tweet not in self.labels)

    @property
    def coverage(self) -> float:
        """Share of the tweets that are labelled."""
        return len(self.labels) / len(self.ids)

    @property
    def strange(self) -> dict[str, int]:
        """Codes that the codebook does not have, and on how many tweets each."""
        found = (code for labels in self.labels.values() for code in self.codebook.strange(labels))
        return dict(Counter(found).most_common())

    @property
    def clashes(self) -> tuple[str, ...]:
        """Tweets whose codes exclude each other: "none of these" beside another one, or two where one is asked."""
        return tuple(tweet for tweet, labels in self.labels.items() if self._clash(labels))

    def _clash(self, labels: tuple[str, ...]) -> bool:
        known = [code for code in dict.fromkeys(labels) if code in self.codebook.names]
        alone = not self.codebook.multiple or any(self.codebook[code].exclusive for code in known)
        return alone and len(known) > 1

    def numbers(self, tweets: Iterable[str]) -> list[int]:
        """Return the places of some tweets, counted from 1 as the annotator shows them."""
        places = {tweet: place for place, tweet in enumerate(self.ids, start=1)}
        return [places[tweet] for tweet in tweets]
