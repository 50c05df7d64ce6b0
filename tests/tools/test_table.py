from tools import table


def test_rows_are_aligned_for_wide_characters() -> None:
    assert table.rows([("栏目", "编号"), ("投资项目", "tzxm"), ("a", "")], indent="  ") == [
        "  栏目      编号",
        "  投资项目  tzxm",
        "  a",
    ]


def test_no_rows_are_no_lines() -> None:
    assert table.rows([]) == []


def test_a_long_last_cell_is_folded_at_its_commas() -> None:
    row = ("tzxm", "省科技厅、省经委、省商务厅、省交通厅")
    assert table.rows([row], indent="  ", columns=34) == [
        "  tzxm  省科技厅、省经委、",
        "        省商务厅、省交通厅",
    ]


def test_where_there_is_no_room_the_last_cell_goes_below() -> None:
    rows = [("tzxm", "投资项目", "省科技厅、省经委、省商务厅"), ("lyz", "旅游者", "")]
    assert table.rows(rows, indent="  ", columns=30) == [
        "  tzxm  投资项目",
        "        省科技厅、省经委、",
        "        省商务厅",
        "  lyz   旅游者",
    ]


def test_a_part_that_cannot_be_folded_stays_whole() -> None:
    assert table.rows([("a", "省" * 30)], columns=30) == ["a  " + "省" * 30]


def test_what_would_steer_the_terminal_is_spelt_out() -> None:
    assert table.rows([("\x1b[31m", "a")]) == ["\\u001b[31m  a"]
