"""`crosscheck train`: the bundled models from their recipes, or a newsroom's own."""

from __future__ import annotations

from pathlib import Path

import click

LONGEST_CLAIM = 256  # tokens of the bundled encoder's input
FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(short_help="Train models.")
def train() -> None:
    """Train models; needs `pip install -e '.[train]'` in the checkout."""


@train.command(short_help="Train the claim NLI cross-encoder.")
@click.option("--config", type=FILE, required=True, help="The recipe, a TOML file.")
@click.option("--data", type=FOLDER, required=True, help="Folder with train/, dev/, test/ and pairs/.")
@click.option("--public", type=FOLDER, required=True, help="Folder with the public NLI sets, .jsonl.gz.")
@click.option("--out", type=FOLDER, required=True, help="Folder for checkpoints, log and result.")
@click.option("--bundle", type=FOLDER, help="Also write the bundled form (ONNX, int8 at rest) here.")
@click.option("--name", default="crosscheck-nli", show_default=True, help="Name of the bundled form.")
@click.option("--revision", default="1", show_default=True, help="Revision of the bundled form.")
def nli(
    *, config: Path, data: Path, public: Path, out: Path, bundle: Path | None, name: str, revision: str
) -> None:
    """Train the claim NLI cross-encoder through the stages of a recipe; a stopped run goes on."""
    from crosscheck.embedding.bundled import BundledEncoder  # noqa: PLC0415 - loaded after --help has answered
    from crosscheck.errors import MissingExtra  # noqa: PLC0415 - as above
    from crosscheck.nli.bundled import BundledNli  # noqa: PLC0415 - as above

    try:
        from crosscheck.training.calibration import PAIR_SET, calibrate  # noqa: PLC0415 - as above
        from crosscheck.training.export import (  # noqa: PLC0415 - loads torch
            export_nli,
            hidden_states,
            write_identity,
        )
        from crosscheck.training.nli import train as train_stages  # noqa: PLC0415 - as above
        from crosscheck.training.recipe import Recipe, base_folder, stage_examples, step_of  # noqa: PLC0415
    except ImportError as error:
        raise MissingExtra("train", "training") from error

    recipe, encoder, screen = Recipe.load(config), BundledEncoder(), BundledNli()
    stages = [
        (
            step_of(recipe, stage),
            lambda stage=stage: stage_examples(stage, data, public, encoder, screen),
        )
        for stage in recipe.stages
    ]
    base = base_folder(recipe.base)
    result = train_stages(base, stages, out)
    click.echo(result)
    if bundle is not None:
        export_nli(result, bundle, recipe.coarse)
        longest, layer = recipe.max_tokens, recipe.probe_layer
        hidden = {} if layer is None else {"hidden": hidden_states(bundle / "model.onnx", layer)}
        write_identity(
            bundle,
            **hidden,
            name=name,
            revision=revision,
            licence="Apache-2.0",
            max_tokens=longest,
            temperature=calibrate(bundle, longest, data / "pairs" / f"{PAIR_SET}.jsonl"),
        )


@train.command()
@click.option("--config", type=FILE, required=True, help="The recipe, a TOML file.")
@click.option("--data", type=FOLDER, required=True, help="Folder with train/, dev/, test/ and pairs/.")
@click.option("--public", type=FOLDER, required=True, help="Folder with the public NLI sets, .jsonl.gz.")
@click.option("--out", type=FOLDER, required=True, help="Folder for the log and the result.")
@click.option("--bundle", type=FOLDER, help="Also write the bundled form (ONNX, int8 at rest) here.")
@click.option("--name", default="crosscheck-encoder", show_default=True, help="Name of the bundled form.")
@click.option("--revision", default="1", show_default=True, help="Revision of the bundled form.")
def encoder(
    *, config: Path, data: Path, public: Path, out: Path, bundle: Path | None, name: str, revision: str
) -> None:
    """Train the claim encoder."""
    from crosscheck.errors import MissingExtra  # noqa: PLC0415 - loaded after --help has answered

    try:
        from crosscheck.training.export import export_encoder, write_identity  # noqa: PLC0415 - loads torch
        from crosscheck.training.recipe import EncoderRecipe, train_encoder  # noqa: PLC0415 - as above
    except ImportError as error:
        raise MissingExtra("train", "training") from error

    result = train_encoder(EncoderRecipe.load(config), data, public, out)
    click.echo(result)
    if bundle is not None:
        export_encoder(result, bundle)
        write_identity(bundle, name=name, revision=revision, licence="Apache-2.0", max_tokens=LONGEST_CLAIM)


@train.command(short_help="Train the models of how claims are put.")
@click.option(
    "--data", type=FOLDER, required=True, help="Folder with claims/, newsbench/ and sentences/, the labels."
)
@click.option("--public", type=FOLDER, required=True, help="Folder with the public NLI sets, .jsonl.gz.")
@click.option(
    "--teacher", type=FOLDER, required=True, help="Folder of the larger model; it is trained where none lies."
)
@click.option("--bundle", type=FOLDER, required=True, help="Folder to be written.")
@click.option("--revision", default="1", show_default=True, help="Revision of the bundled form.")
def assertions(*, data: Path, public: Path, teacher: Path, bundle: Path, revision: str) -> None:
    """Train the models of how claims are put: first the teacher, then the small one."""
    from crosscheck.errors import MissingExtra  # noqa: PLC0415 - loaded after --help has answered

    try:
        from crosscheck.training.assertions import (  # noqa: PLC0415 - loads torch
            LONGEST,
            SEED,
            STUDENT_BASE,
            STUDENT_STAGE,
            AssertionTrainer,
            distillation_examples,
            export_teacher,
            labelled_sentences,
            train_teacher,
            unlabelled_sentences,
        )
        from crosscheck.training.export import export_assertions, write_identity  # noqa: PLC0415 - as above
    except ImportError as error:
        raise MissingExtra("train", "training") from error

    trainer = AssertionTrainer(STUDENT_BASE, STUDENT_STAGE, click.echo)
    labelled, unlabelled = labelled_sentences(data), unlabelled_sentences(data, public)
    train_teacher(labelled, teacher, click.echo)
    branch_of = export_teacher(teacher, bundle)
    model = trainer.train(distillation_examples(labelled, unlabelled, teacher), SEED)
    export_assertions(model, trainer.tokenizer, bundle)
    write_identity(
        bundle,
        name="crosscheck-assertions",
        revision=revision,
        licence="Apache-2.0",
        max_tokens=LONGEST,
        **branch_of,
    )
    click.echo(f"{bundle}: trained on {len(labelled):,} labelled sentences and {len(unlabelled):,} more")


@train.command(short_help="Train the branch of the careful NLI model.")
@click.option("--data", type=FOLDER, required=True, help="Folder with train/, dev/, test/ and pairs/.")
@click.option(
    "--models", type=FOLDER, required=True, help="Folder with careful_nli/; probes.npz goes beside it."
)
def branch(*, data: Path, models: Path) -> None:
    """Train the branch of the careful NLI model, and the probes that read it; `train types` comes after."""
    from crosscheck.embedding.bundled import BundledEncoder  # noqa: PLC0415 - loaded after --help has answered
    from crosscheck.errors import MissingExtra  # noqa: PLC0415 - as above
    from crosscheck.judging.probes import save_probes  # noqa: PLC0415 - as above
    from crosscheck.nli.bundled import BundledCascade, BundledNli  # noqa: PLC0415 - as above

    try:
        from crosscheck.training.branch import BranchStage  # noqa: PLC0415 - loads torch
        from crosscheck.training.branch_pairs import branch_pairs  # noqa: PLC0415 - as above
        from crosscheck.training.probes import train_branch  # noqa: PLC0415 - as above
    except ImportError as error:
        raise MissingExtra("train", "training") from error

    pairs = branch_pairs(data, BundledEncoder(), BundledNli())
    probes = train_branch(models / "careful_nli", BranchStage(), pairs, BundledCascade().name, click.echo)
    save_probes(models / "probes.npz", probes)
    click.echo(f"{models}: a branch trained on {len(pairs):,} pairs, and its probes")


@train.command(short_help="Fit the probe of what two claims differ on.")
@click.option("--data", type=FOLDER, required=True, help="Folder with train/, dev/, test/ and pairs/.")
@click.option(
    "--target", type=FILE, required=True, help="probes.npz of `train branch`; its probe of types is replaced."
)
def types(*, data: Path, target: Path) -> None:
    """Fit the probe of what two claims differ on, on the states of the branch that is bundled now."""
    from dataclasses import replace  # noqa: PLC0415 - loaded after --help has answered

    from crosscheck.embedding.bundled import BundledEncoder  # noqa: PLC0415 - as above
    from crosscheck.errors import IncompatibleModel, MissingExtra  # noqa: PLC0415 - as above
    from crosscheck.judging.probes import load_probes, save_probes  # noqa: PLC0415 - as above
    from crosscheck.nli.bundled import BundledCascade  # noqa: PLC0415 - as above

    try:
        from crosscheck.training.difference_types import (  # noqa: PLC0415 - loads torch
            fit_types,
            states_of,
            typed_conflicts,
        )
    except ImportError as error:
        raise MissingExtra("train", "training") from error

    probes, nli = load_probes(target), BundledCascade()
    if probes.nli != nli.name:
        raise IncompatibleModel(
            f"{target} reads {probes.nli}, but bundled is {nli.name}; train the branch first"
        )
    conflicts = typed_conflicts(data, BundledEncoder())
    probe = fit_types(conflicts, states_of(conflicts, nli))
    save_probes(target, replace(probes, type=probe))
    click.echo(f"{target}: a probe of types fitted on {len(conflicts):,} conflicts")


@train.command(short_help="Fit the judge and measure its thresholds.")
@click.option("--data", type=FOLDER, required=True, help="Folder with newsbench/ and seeds/, the labels.")
@click.option("--seeds", type=FOLDER, required=True, help="The sample corpus.")
@click.option(
    "--target",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="judge.json; probes.npz lies beside it.",
)
def judge(*, data: Path, seeds: Path, target: Path) -> None:
    """Fit the judge on stories that the NLI model has not seen, and measure its thresholds."""
    import json  # noqa: PLC0415 - loaded after --help has answered

    from crosscheck.embedding.bundled import BundledEncoder  # noqa: PLC0415 - as above
    from crosscheck.errors import MissingExtra  # noqa: PLC0415 - as above
    from crosscheck.judging.probes import load_probes  # noqa: PLC0415 - as above
    from crosscheck.judging.weights import save_weights  # noqa: PLC0415 - as above
    from crosscheck.nli.bundled import BundledCascade  # noqa: PLC0415 - as above

    try:
        from crosscheck.training.judge import fit_judge, gather_material  # noqa: PLC0415 - loads torch
    except ImportError as error:
        raise MissingExtra("train", "training") from error

    probes, encoder, nli = load_probes(target.with_name("probes.npz")), BundledEncoder(), BundledCascade()
    weights, figures = fit_judge(gather_material(data, seeds, encoder, nli, probes))
    origin = {"encoder": encoder.name, "nli": nli.name, **figures}
    save_weights(target, weights, origin)
    click.echo(json.dumps(origin, indent=1))
