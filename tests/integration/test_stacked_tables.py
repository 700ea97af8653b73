"""On a telephone each value of a table stands beside the name of its own column."""

from django.template import Context, Template

TABLE = """{% load tables %}{% stacked %}<table class="table">
<thead><tr><th scope="col">When</th><th scope="col">Who &amp; "why"</th><th scope="col">\
<span class="visually-hidden">Deeds</span></th></tr></thead>
<tbody><tr><td class="nowrap">{{ when }}</td><th scope="row">{{ who }}</th><td>x</td></tr>
<tr><td colspan="3">nothing</td></tr></tbody></table>{% endstacked %}"""


def shown(**values: str) -> str:
    return Template(TABLE).render(Context({"when": "today", "who": "Budi"} | values))


def test_each_cell_has_the_name_of_its_own_column():
    html = shown()
    assert '<td role="cell" data-label="When" class="nowrap">today</td>' in html
    assert 'data-label="Who &amp; &quot;why&quot;">Budi</th>' in html
    assert html.count("data-label") == 2  # neither what only listeners are told nor a whole row


def test_a_cell_that_holds_nothing_has_no_name_and_the_next_keeps_its_own():
    for nothing in ("", " "):
        html = shown(when=nothing)
        assert f'<td role="cell" class="nowrap">{nothing}</td>' in html
        assert 'data-label="Who &amp; &quot;why&quot;">Budi</th>' in html
        assert 'data-label="When"' not in html
    assert 'data-label="Who' not in shown(who="")


def test_every_part_says_its_role_since_blocks_take_it_away():
    html = shown()
    for role, times in {
        "table": 1, "rowgroup": 2, "row": 3, "columnheader": 3, "rowheader": 1, "cell": 3,
    }.items():  # fmt: skip
        assert html.count(f'role="{role}"') == times, role


def test_what_people_wrote_is_neither_read_as_a_table_nor_unescaped():
    html = shown(who="<td>Budi</td>")
    assert "&lt;td&gt;Budi" in html
    assert html.count('role="cell"') == 3
