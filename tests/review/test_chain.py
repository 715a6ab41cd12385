"""`lantai review`: what an operator asks of review without any server."""

from typer.testing import CliRunner

from review.cli.chain import app

RUNNER = CliRunner()


def test_the_chain_is_printed_with_its_source():
    """The sign-off chain of an agency names its steps and its text."""
    result = RUNNER.invoke(app, ["chain", "--agency", "tongliao", "--on", "2025-03-10"])

    assert result.exit_code == 0
    assert "组长" in result.stdout
    assert "本机关规定" in result.stdout


def test_an_unknown_agency_is_named():
    """An agency without a pack ends with code 64 and a sentence."""
    result = RUNNER.invoke(app, ["chain", "--agency", "nowhere", "--on", "2025-03-10"])

    assert result.exit_code == 64
    assert "没有标识为“nowhere”的机关" in result.stderr


def test_a_day_that_is_none_is_refused():
    """A date that cannot be read ends with code 64 and says how to write it."""
    result = RUNNER.invoke(app, ["chain", "--agency", "qionghai", "--on", "tomorrow"])

    assert result.exit_code == 64
    assert "不是日期" in result.stderr


def test_a_faulty_pack_of_the_deployment_is_named(tmp_path):
    """The deployment's own packs count here too; one with a fault is not passed over."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "pack.toml").write_text('id = "own"\n', "utf-8")

    asked = ["chain", "--agency", "own", "--on", "2025-03-10", "--policy-folder", str(tmp_path)]
    result = RUNNER.invoke(app, asked)

    assert result.exit_code == 64
    assert "规则包有误" in result.stderr
