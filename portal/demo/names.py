"""Invented names: of settlements that could be anywhere, and of persons."""

from typing import NamedTuple


class Named(NamedTuple):
    """A name in both official languages."""

    sq: str
    sr: str


class People(NamedTuple):
    """Common names of one language; any pair of them is a coincidence."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]


SETTLEMENTS = tuple(
    Named(*pair)
    for pair in (
        ("Fshati i Ri", "Novo Selo"),
        ("Lagjja e Epërme", "Gornja Četvrt"),
        ("Fusha e Gjatë", "Dugo Polje"),
        ("Ura e Vjetër", "Stari Most"),
        ("Kroi i Ftohtë", "Hladni Izvor"),
        ("Mulliri i Vjetër", "Stari Mlin"),
        ("Lugina e Gjelbër", "Zelena Dolina"),
        ("Kodra e Gjatë", "Dugo Brdo"),
        ("Livadhi i Gjatë", "Duga Livada"),
        ("Lagjja e Re", "Nova Četvrt"),
        ("Fshati i Epërm", "Gornje Selo"),
        ("Ura e Gurit", "Kameni Most"),
        ("Fusha e Poshtme", "Donje Polje"),
        ("Kroi i Ri", "Novi Izvor"),
        ("Rruga e Re", "Novi Put"),
        ("Lagjja e Poshtme", "Donja Četvrt"),
        ("Fshati i Poshtëm", "Donje Selo"),
        ("Kodra e Gjelbër", "Zeleno Brdo"),
        ("Mulliri i Ri", "Novi Mlin"),
        ("Lugina e Gjatë", "Duga Dolina"),
        ("Sheshi i Vogël", "Mali Trg"),
        ("Livadhi i Epërm", "Gornja Livada"),
        ("Ura e Re", "Novi Most"),
        ("Fusha e Epërme", "Gornje Polje"),
        ("Lagjja e Vjetër", "Stara Četvrt"),
        ("Fshati i Mesëm", "Srednje Selo"),
        ("Kroi i Epërm", "Gornji Izvor"),
        ("Pylli i Vogël", "Mali Gaj"),
        ("Lugina e Epërme", "Gornja Dolina"),
        ("Ura e Drurit", "Drveni Most"),
        ("Kodra e Epërme", "Gornje Brdo"),
        ("Livadhi i Poshtëm", "Donja Livada"),
        ("Lagjja e Gjelbër", "Zelena Četvrt"),
        ("Mulliri i Epërm", "Gornji Mlin"),
        ("Fusha e Re", "Novo Polje"),
        ("Lugina e Poshtme", "Donja Dolina"),
    )
)
# Where no committee is yet.
FURTHER_SETTLEMENTS = tuple(
    Named(*pair)
    for pair in (
        ("Ara e Madhe", "Velika Njiva"),
        ("Lagjja e Kopshteve", "Vrtna Četvrt"),
        ("Fshati i Kopshteve", "Vrtno Selo"),
        ("Sheshi i Ri", "Novi Trg"),
        ("Pylli i Madh", "Veliki Gaj"),
        ("Kodra e Thatë", "Suvo Brdo"),
        ("Ura e Gjatë", "Dugi Most"),
        ("Mulliri i Poshtëm", "Donji Mlin"),
        ("Rruga e Vjetër", "Stari Put"),
        ("Livadhi i Madh", "Velika Livada"),
        ("Lugina e Vogël", "Mala Dolina"),
        ("Kroi i Poshtëm", "Donji Izvor"),
        ("Fusha e Vogël", "Malo Polje"),
        ("Lagjja e Shkollës", "Školska Četvrt"),
        ("Pylli i Ri", "Novi Gaj"),
    )
)

ALBANIAN = People(
    women=(
        *("Arta", "Blerta", "Drita", "Fatime", "Hana", "Lindita", "Merita", "Mimoza"),
        *("Shpresa", "Teuta", "Valbona", "Zana"),
    ),
    men=(
        *("Agron", "Arben", "Besnik", "Blerim", "Dardan", "Driton", "Fatmir", "Ilir"),
        *("Kujtim", "Luan", "Mentor", "Naim", "Petrit", "Shkëlzen", "Valon"),
    ),
    families=(
        *("Ahmeti", "Aliu", "Berisha", "Bytyqi", "Gashi", "Hasani", "Hoxha", "Kelmendi"),
        *("Krasniqi", "Morina", "Rexhepi", "Sadiku", "Shala", "Zeqiri"),
    ),
)
SERBIAN = People(
    women=("Ana", "Dragana", "Gordana", "Ivana", "Jelena", "Marija", "Milica", "Snežana", "Vesna"),
    men=("Bojan", "Dejan", "Dragan", "Marko", "Milan", "Miroslav", "Nikola", "Vladimir", "Zoran"),
    families=(
        *("Ilić", "Jovanović", "Marković", "Nikolić", "Popović", "Ristić", "Savić"),
        *("Stanković", "Stojanović", "Đorđević"),
    ),
)
BOSNIAK = People(
    women=("Amra", "Emina", "Lejla", "Merima", "Sabina", "Selma"),
    men=("Adnan", "Emir", "Fikret", "Hamza", "Mirsad", "Nermin", "Senad"),
    families=("Ademović", "Hodžić", "Kurtagić", "Mustafić", "Redžepović", "Skenderović"),
)
TURKISH = People(
    women=("Ayşe", "Elif", "Fatma", "Gül", "Sevim", "Zeynep"),
    men=("Ahmet", "Cem", "Ercan", "Mehmet", "Orhan", "Yusuf"),
    families=("Demir", "Karabaş", "Kaya", "Şahin", "Yılmaz"),
)
# By the code of the community that a seat stands for; all others bear Albanian names here.
PEOPLE = {
    "serb": SERBIAN,
    "montenegrin": SERBIAN,
    "croat": SERBIAN,
    "bosniak": BOSNIAK,
    "gorani": BOSNIAK,
    "turkish": TURKISH,
}
